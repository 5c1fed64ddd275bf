package dev.lifeboat.engine.backup;

/// Where the time of a restore point comes from, and how far it can be believed.
public enum TimeSource {
    /// The storage's time of the upload.
    STORAGE("storage"),
    /// The storage's time, but all objects of the generation carry the same one (a copy that did not keep times):
    /// the moments cannot be told apart.
    STORAGE_EQUAL("storage-equal"),
    /// The writer's own time, from the header of the file or from metadata that it left beside it. Copies keep it.
    WRITER("writer");

    private final String id;

    TimeSource(String id) {
        this.id = id;
    }

    /// The stable name in JSON.
    public String id() {
        return id;
    }
}
