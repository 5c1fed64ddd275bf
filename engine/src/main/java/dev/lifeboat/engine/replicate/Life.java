package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;

/// How far one life of the WAL was captured: `[0, end)`, whose last transaction is `[lastStart, end)`. Both are behind
/// the header where nothing was committed yet.
record Life(int index, WalHeader header, WalCursor lastStart, WalCursor end) {
    static Life begin(int index, WalHeader header) {
        WalCursor start = WalCursor.behind(header);
        return new Life(index, header, start, start);
    }

    Life captured(CommitScan.Commits commits) {
        return new Life(index, header, commits.lastStart(), commits.end());
    }

    boolean isCaptured() {
        return end.offsetBytes() > WalHeader.BYTES;
    }

    /// The first byte that no segment has yet: a life without a commit has no segment, and its header goes with the
    /// first one.
    long nextOffsetBytes() {
        return isCaptured() ? end.offsetBytes() : 0;
    }
}
