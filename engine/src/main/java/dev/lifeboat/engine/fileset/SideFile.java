package dev.lifeboat.engine.fileset;

/// The files that SQLite keeps beside a database, named after its real path.
public enum SideFile {
    WAL("-wal"),
    SHM("-shm"),
    JOURNAL("-journal");

    private final String suffix;

    SideFile(String suffix) {
        this.suffix = suffix;
    }

    public String suffix() {
        return suffix;
    }
}
