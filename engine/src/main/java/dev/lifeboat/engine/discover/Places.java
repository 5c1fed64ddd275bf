package dev.lifeboat.engine.discover;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.FileUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.UrlEdit;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where backups that were found below a place are, as URLs of their own.
public record Places(StoreUrl url) {
    /// The URL of a root relative to the place; nothing where no URL leads exactly there, because a key may hold what
    /// the path of a URL cannot.
    public Optional<String> urlOf(String root) {
        String text = text(root);
        try {
            return Optional.of(text).filter(each -> leadsTo(StoreUrl.parse(each), root));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /// Whether it is a whole bucket.
    public boolean isTop() {
        return url instanceof S3Url bucket && bucket.root().isEmpty();
    }

    /// What a backup at the place itself is called.
    public String name() {
        return switch (url) {
            case S3Url bucket -> bucket.root().isEmpty() ? bucket.bucket() : bucket.root();
            case FileUrl(Path path) -> path.toString();
        };
    }

    private String text(String root) {
        return switch (url) {
            case S3Url bucket ->
                root.isEmpty() ? bucket.text() : new UrlEdit(bucket.text()).withRoot(full(bucket, root));
            case FileUrl(Path path) -> "file://" + path + (root.isEmpty() ? "" : "/" + root);
        };
    }

    private static String full(S3Url bucket, String root) {
        return bucket.root().isEmpty() ? root : root.isEmpty() ? bucket.root() : bucket.root() + "/" + root;
    }

    private boolean leadsTo(StoreUrl parsed, String root) {
        return switch (url) {
            case S3Url bucket ->
                parsed instanceof S3Url there
                        && there.bucket().equals(bucket.bucket())
                        && there.endpoint().equals(bucket.endpoint())
                        && there.root().equals(full(bucket, root));
            case FileUrl(Path path) -> parsed instanceof FileUrl(Path there) && there.equals(resolved(path, root));
        };
    }

    private static Path resolved(Path path, String root) {
        try {
            return path.resolve(root);
        } catch (InvalidPathException e) {
            return path;
        }
    }
}
