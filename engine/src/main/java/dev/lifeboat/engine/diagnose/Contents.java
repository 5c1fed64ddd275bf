package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.store.UrlEdit;
import java.util.List;
import java.util.Optional;

/// What lies at a place that may be listed, and around it where it holds no backup. `url` is how the place was
/// asked for, `root` its key in the bucket, or its path without the first slash; roots of backups are the same
/// kind of text. `isThere` is false for a directory that does not exist. `unseen` says why it could not be
/// looked around, and is empty where nothing hindered.
record Contents(
        String url, String root, boolean isBucket, boolean isThere, Found here, Optional<Found> around, String unseen) {
    Optional<FoundRoot> own() {
        return here.roots().stream().filter(each -> each.root().equals(root)).findFirst();
    }

    /// Where the place is, for a sentence: without how a server is reached.
    String place() {
        return place(root);
    }

    String place(String other) {
        if (!isBucket) {
            return "/" + other;
        }
        String authority = new UrlEdit(url).withRoot("").replaceFirst("\\?.*", "");
        return other.isEmpty() ? authority : authority + "/" + other;
    }

    String urlOf(String other) {
        return new UrlEdit(url).withRoot(other);
    }

    /// What lies around it, for a survey: of a bucket all of it.
    String urlAround() {
        return urlOf(isBucket ? "" : root.substring(0, Math.max(0, root.lastIndexOf('/'))));
    }

    /// Roots of backups that the place leads into, lies above, or lies beside, the likeliest first.
    List<String> others() {
        return byLikeness(around.orElse(here));
    }

    /// Those of them in the place itself.
    List<String> inside() {
        return byLikeness(here);
    }

    private List<String> byLikeness(Found found) {
        return Similar.byLikeness(
                root, found.roots().stream().map(FoundRoot::root).toList());
    }
}
