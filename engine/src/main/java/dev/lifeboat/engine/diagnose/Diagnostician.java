package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.discover.Glance;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.FileUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.UrlEdit;
import dev.lifeboat.engine.store.s3.S3Answer;
import dev.lifeboat.engine.store.s3.S3Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// Finds out why a replica shows no backup. Costs a handful of requests and bounded listings; changes nothing.
public final class Diagnostician {
    private final Stores stores;
    private final Clock clock;

    /// How stores are reached. What is opened is closed here.
    public interface Stores {
        ObjectStore open(StoreUrl url);

        S3Probe probe(S3Url url);
    }

    public Diagnostician(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /// Nothing where the backup is there and can be read: then the reason is another one.
    public Optional<Finding> examine(StoreUrl url, Asked asked) {
        return switch (url) {
            case S3Url bucket -> bucket(bucket, asked);
            case FileUrl(Path root) -> directory(root, asked);
        };
    }

    private Optional<Finding> bucket(S3Url url, Asked asked) {
        S3Facts facts = new S3Examination(stores, clock).facts(url);
        if (!(facts.list() instanceof S3Answer.Listed)) {
            return S3Judgement.of(facts);
        }
        UrlEdit edit = new UrlEdit(facts.url().text());
        StoreUrl whole = StoreUrl.parse(edit.withRoot(""));
        try (ObjectStore store = stores.open(whole)) {
            Contents contents = contents(store, url.text(), url.root(), true, true);
            return ContentsJudgement.of(contents, asked).or(() -> S3Judgement.of(facts));
        } catch (IOException e) {
            return S3Judgement.of(facts);
        }
    }

    private Optional<Finding> directory(Path asDirected, Asked asked) {
        Path root = real(asDirected);
        if (root.getParent() == null) {
            return Optional.empty();
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            return Optional.of(new Finding(
                    Cause.NOT_A_DIRECTORY,
                    Problem.of(ProblemCode.STORE_UNREACHABLE, root + " is not a directory"),
                    new Fix.First("name the directory that holds the replica")));
        }
        String key = root.toString().substring(1);
        try (ObjectStore store = stores.open(new FileUrl(Path.of("/")))) {
            boolean isThere = Files.isDirectory(root);
            Contents contents = contents(store, "file://" + root, key, false, isThere);
            Optional<Finding> found = ContentsJudgement.of(contents, asked);
            return found.isPresent() ? found : reading(store, key);
        } catch (StoreException e) {
            return Optional.of(denied(Cause.LIST_DENIED, "this user may not list " + root, e));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Stores do not follow links, apart from one that the root is.
    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    private static Optional<Finding> reading(ObjectStore store, String root) throws IOException {
        Optional<String> key = Glance.firstObject(store, root + "/");
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try (var in = store.open(key.get())) {
            in.read();
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(denied(Cause.GET_DENIED, "this user may list /" + root + " but not read its files", e));
        }
    }

    private static Finding denied(Cause cause, String message, StoreException e) {
        return new Finding(
                cause,
                Problem.of(ProblemCode.STORE_DENIED, message).withDetail(String.valueOf(e.getMessage())),
                new Fix.First("run this as the owner of the directory, or with sudo"));
    }

    /// Looks at the place; where it holds no backup, beside it; and where there is none either, in the whole bucket.
    private static Contents contents(ObjectStore store, String url, String root, boolean isBucket, boolean isThere)
            throws IOException {
        Found here = Glance.at(store, root.isEmpty() ? "" : root + "/");
        boolean isOwn = here.roots().stream().map(FoundRoot::root).anyMatch(root::equals);
        Optional<Found> around = Optional.empty();
        String unseen = "";
        if (!isOwn && !root.isEmpty() && here.roots().isEmpty()) {
            try {
                around = around(store, root, isBucket);
            } catch (IOException e) {
                // What lies around need not be ours to list.
                unseen = String.valueOf(e.getMessage());
            }
        }
        return new Contents(url, root, isBucket, isThere, here, around, unseen);
    }

    private static Optional<Found> around(ObjectStore store, String root, boolean isBucket) throws IOException {
        String parent = root.substring(0, root.lastIndexOf('/') + 1);
        if (!isBucket && parent.isEmpty()) {
            return Optional.empty();
        }
        Found beside = Glance.at(store, parent);
        return Optional.of(beside.roots().isEmpty() && isBucket && !parent.isEmpty() ? Glance.at(store, "") : beside);
    }
}
