package dev.lifeboat.engine.restore;

/// How a restore is to be done.
public record RestoreOptions(Check check) {
    /// What has to say "ok" before the file gets its name.
    public enum Check {
        /// Checksums, page counts and commit sizes only.
        NONE,
        /// SQLite's quick_check; for small files integrity_check too, because it costs nothing there and only it
        /// looks at the entries of indexes, which is what a lost piece of WAL breaks first.
        QUICK,
        /// integrity_check whatever the size.
        FULL
    }

    public static RestoreOptions standard() {
        return new RestoreOptions(Check.QUICK);
    }
}
