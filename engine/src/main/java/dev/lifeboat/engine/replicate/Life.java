package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;

/// How far one life of the WAL was captured: `[0, end)`, whose last transaction is `[lastStart, end)`. Both are behind
/// the header where nothing was committed yet.
///
/// `isInSnapshot`: the snapshot of `index` holds everything up to `end`, and no chunk of this index exists. Whether the
/// next commit goes on in this life or begins another one is not ours to decide; in the first case the index begins
/// with all of this life, which the snapshot holds already and which does no harm twice (0.3 spec, section 1.4).
record Life(int index, WalHeader header, WalCursor lastStart, WalCursor end, boolean isInSnapshot) {
    static Life begin(int index, WalHeader header) {
        WalCursor start = WalCursor.behind(header);
        return new Life(index, header, start, start, false);
    }

    Life captured(WalCursor newLastStart, WalCursor newEnd) {
        return new Life(index, header, newLastStart, newEnd, false);
    }

    /// The same life as the beginning of `nextIndex`, whose snapshot holds all of it.
    Life inSnapshotOf(int nextIndex) {
        return new Life(nextIndex, header, lastStart, end, hasCommits());
    }

    boolean hasCommits() {
        return end.offsetBytes() > WalHeader.BYTES;
    }

    boolean isCaptured() {
        return hasCommits() && !isInSnapshot;
    }

    /// The first byte that no chunk has yet: a life without a captured commit has no chunk, and its header goes with
    /// the first one.
    long nextOffsetBytes() {
        return isCaptured() ? end.offsetBytes() : 0;
    }

    /// Frames up to `end`.
    long frames() {
        return (end.offsetBytes() - WalHeader.BYTES) / header.frameBytes();
    }
}
