package dev.lifeboat.engine.replicate.upload;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// When a snapshot is worth taking: by interval, and when reading the segments since the last one would take
/// longer than reading a new one (product.md 5). Pure.
final class SnapshotPolicy {
    /// Restores fetch that many objects at a time (architecture.md 5).
    private static final int PARALLEL = 64;

    /// A restore that takes less is not worth a snapshot, however small the database is.
    private static final Duration WORTH = Duration.ofSeconds(10);

    private SnapshotPolicy() {}

    /// What a restore of one replica would have to read, and how fast its store was found to be. `age` is the
    /// time from the last snapshot to the last segment, both as the store has it; bytes are those of the
    /// objects.
    record Reading(
            Duration age, long segments, long segmentBytes, long snapshotBytes, Duration latency, long bytesPerSecond) {
        Duration ofSegments() {
            return cost(segments, segmentBytes);
        }

        Duration ofSnapshot() {
            return cost(1, snapshotBytes);
        }

        private Duration cost(long objects, long bytes) {
            long rounds = (objects + PARALLEL - 1) / PARALLEL;
            return latency.multipliedBy(rounds).plusMillis(1000 * bytes / Math.max(1, bytesPerSecond));
        }
    }

    /// Why a snapshot is due, in one line with its numbers; nothing where it is not, or nothing was written
    /// since.
    static Optional<String> due(Reading reading, Duration interval) {
        if (reading.segments() == 0) {
            return Optional.empty();
        }
        if (!interval.isZero() && reading.age().compareTo(interval) >= 0) {
            return Optional.of("the last snapshot is " + reading.age().toSeconds() + " s old, the interval is "
                    + interval.toSeconds() + " s");
        }
        Duration segments = reading.ofSegments();
        if (segments.compareTo(WORTH) > 0 && segments.compareTo(reading.ofSnapshot()) > 0) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "reading %d segments of %d bytes takes about %d ms, a new snapshot %d ms"
                            + " (a request %d ms, %d bytes a second)",
                    reading.segments(),
                    reading.segmentBytes(),
                    segments.toMillis(),
                    reading.ofSnapshot().toMillis(),
                    reading.latency().toMillis(),
                    reading.bytesPerSecond()));
        }
        return Optional.empty();
    }
}
