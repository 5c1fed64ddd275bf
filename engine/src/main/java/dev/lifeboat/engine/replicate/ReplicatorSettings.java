package dev.lifeboat.engine.replicate;

import java.time.Duration;

/// How one database is captured.
///
/// `interval`: an idle database is looked at this often, a busy one more often. `spoolLimitBytes`: what may lie in the
/// spool while a store is away (OB-9); 0 for the standard, 4 GiB or half of what is free there, whichever is less.
/// `allowAnyFileSystem`: also where locks are not what SQLite takes them for (DB-4).
public record ReplicatorSettings(
        Duration interval, CheckpointSettings checkpoints, long spoolLimitBytes, boolean allowAnyFileSystem) {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    public ReplicatorSettings {
        if (interval.isNegative() || spoolLimitBytes < 0) {
            throw new IllegalArgumentException(
                    "interval and spool limit are not negative: " + interval + ", " + spoolLimitBytes);
        }
        interval = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    }

    public static ReplicatorSettings standard(Duration interval) {
        return new ReplicatorSettings(interval, CheckpointSettings.STANDARD, 0, false);
    }
}
