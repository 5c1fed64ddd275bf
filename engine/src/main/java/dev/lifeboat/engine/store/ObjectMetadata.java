package dev.lifeboat.engine.store;

/// Names of metadata that Lifeboat writes with its objects. Other readers ignore them.
public final class ObjectMetadata {
    /// When the last commit inside was captured, RFC 3339. Copying a bucket does not move it.
    public static final String COMMIT_TIME = "lifeboat-commit-time";

    /// The position that the object ends at, `GEN/IIIIIIII/OOOOOOOO`.
    public static final String POSITION = "lifeboat-position";

    private ObjectMetadata() {}
}
