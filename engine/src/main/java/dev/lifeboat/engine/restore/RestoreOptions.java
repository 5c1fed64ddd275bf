package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.store.fetch.Width;

/// How a restore is to be done: what is checked, and how much is fetched ahead.
public record RestoreOptions(Check check, Width width) {
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

    public static RestoreOptions checking(Check check) {
        return new RestoreOptions(check, Width.standard());
    }

    public static RestoreOptions standard() {
        return checking(Check.QUICK);
    }
}
