package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Txid;
import java.time.Instant;

/// One file of the LTX format: the pages that transactions `min` to `max`, both included, have left changed.
///
/// `level` is 0 for what was uploaded first, higher for what compaction made of it, 9 for snapshots (0.5 spec,
/// section 2.2). `storedAt` is the storage's time, `time` the best that is known of when `max` was captured, and
/// `timeSource` where that comes from.
public record LtxFile(
        String key,
        int level,
        Txid min,
        Txid max,
        long sizeBytes,
        Instant storedAt,
        Instant time,
        TimeSource timeSource,
        Extent extent) {
    /// Whether every page of the database is in a file. Names do not tell it.
    public enum Extent {
        UNKNOWN,
        /// It was read: pages are left out, or it is damaged.
        PART,
        /// It was read: every page is there.
        WHOLE
    }

    public LtxFile {
        if (level < 0 || min.compareTo(max) > 0) {
            throw new IllegalArgumentException("level " + level + ", transactions " + min + " to " + max);
        }
    }

    /// A file of which nothing is known but what a listing shows.
    public static LtxFile listed(String key, int level, Txid min, Txid max, long sizeBytes, Instant storedAt) {
        return new LtxFile(key, level, min, max, sizeBytes, storedAt, storedAt, TimeSource.STORAGE, Extent.UNKNOWN);
    }

    /// Whether a restore can begin with it: it covers the history from its first transaction, or it was found to
    /// hold every page.
    public boolean isBase() {
        return coversFromTheFirst() || extent == Extent.WHOLE;
    }

    boolean coversFromTheFirst() {
        return min.value() == 1;
    }

    boolean covers(long txid) {
        return min.value() <= txid && txid <= max.value();
    }

    /// The same file with a time that is known better.
    public LtxFile at(Instant better, TimeSource source) {
        return new LtxFile(key, level, min, max, sizeBytes, storedAt, better, source, extent);
    }

    /// The same file after it was read.
    public LtxFile of(Extent known) {
        return new LtxFile(key, level, min, max, sizeBytes, storedAt, time, timeSource, known);
    }

    PlannedObject object() {
        return new PlannedObject(key, sizeBytes);
    }
}
