package dev.lifeboat.engine.replicate;

import java.time.Duration;

/// When the WAL is checkpointed, by Litestream's keys: `checkpoint-interval`, `min-checkpoint-page-count`,
/// `max-checkpoint-page-count`, `truncate-page-n`.
///
/// `interval`: a WAL with frames is not older than this. `minPages`: from here on it is checkpointed when its writers
/// pause. `maxPages`: from here on it is checkpointed also while they write. `truncatePages`: a `-wal` file larger than
/// this is made empty after a checkpoint; 0 for never.
public record CheckpointSettings(Duration interval, long minPages, long maxPages, long truncatePages) {
    public static final CheckpointSettings STANDARD =
            new CheckpointSettings(Duration.ofMinutes(1), 1_000, 10_000, 500_000);

    public CheckpointSettings {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("checkpoint interval is not positive: " + interval);
        }
        if (minPages < 1 || maxPages < minPages || truncatePages < 0) {
            throw new IllegalArgumentException("checkpoint page counts must be 1 <= min <= max and truncate >= 0: "
                    + minPages + ", " + maxPages + ", " + truncatePages);
        }
    }

    /// The same with no more than `mostPages` in the WAL.
    CheckpointSettings within(long mostPages) {
        long most = Math.max(1, Math.min(maxPages, mostPages));
        return new CheckpointSettings(interval, Math.min(minPages, most), most, truncatePages);
    }
}
