package dev.lifeboat.app.config;

import java.time.Duration;

/// When a checkpoint is due, by Litestream's keys. Durations and counts of 0 or less switch their rule off;
/// `minimumPages` is at least 1. `truncatePages` is the size of the WAL from which on it is cut rather than
/// overwritten; `busyTimeout` is how long a checkpoint waits for others.
public record CheckpointSettings(
        Duration interval, int minimumPages, int maximumPages, int truncatePages, Duration busyTimeout) {
    /// Litestream's own values (0.3 and 0.5 specifications, configuration).
    static final CheckpointSettings STANDARD =
            new CheckpointSettings(Duration.ofMinutes(1), 1000, 10_000, 121_359, Duration.ofSeconds(1));

    public CheckpointSettings {
        if (minimumPages < 1) {
            throw new IllegalArgumentException("fewest pages of a checkpoint: " + minimumPages);
        }
    }

    static CheckpointSettings read(Section section) {
        int minimum = section.number("min-checkpoint-page-count").orElse(STANDARD.minimumPages);
        if (minimum < 1) {
            section.error("min-checkpoint-page-count", "'min-checkpoint-page-count' must be more than 0");
        }
        int truncate = section.number("truncate-page-n").orElse(0);
        return new CheckpointSettings(
                section.duration("checkpoint-interval", STANDARD.interval),
                Math.max(1, minimum),
                section.number("max-checkpoint-page-count").orElse(STANDARD.maximumPages),
                truncate == 0 ? STANDARD.truncatePages : truncate,
                section.duration("busy-timeout", STANDARD.busyTimeout));
    }
}
