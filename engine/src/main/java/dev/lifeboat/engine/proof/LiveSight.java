package dev.lifeboat.engine.proof;

import java.util.List;

/// What a look at a database saw. `findings` say what is damaged; `contents` what can still be read.
public record LiveSight(
        Verdict verdict,
        State state,
        String journalMode,
        long pageSizeBytes,
        long pageCount,
        List<Finding> findings,
        Contents contents) {
    /// DB-2, DB-3: named, never guessed.
    public enum State {
        READABLE,
        MISSING,
        /// The database is gone, a `-wal` is left: whoever opens it now gets an empty one and SQLite deletes the
        /// `-wal`.
        MISSING_WITH_WAL,
        EMPTY,
        /// The header is not that of a database: damaged, encrypted, or no database.
        NOT_A_DATABASE,
        CANNOT_OPEN
    }

    public LiveSight {
        findings = List.copyOf(findings);
    }

    public RowCounts rows() {
        return contents.rows();
    }
}
