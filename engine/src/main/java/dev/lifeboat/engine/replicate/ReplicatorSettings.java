package dev.lifeboat.engine.replicate;

import java.time.Duration;

/// How one database is captured.
///
/// `interval`: an idle database is looked at this often, a busy one more often. `spoolLimitBytes`: what may lie in the
/// spool while a store is away (OB-9).
/// `allowAnyFileSystem`: also where locks are not what SQLite takes them for (DB-4). `shutdownLimit`: how long the
/// stores may take for what is left when the end was asked for (ST-2).
public record ReplicatorSettings(
        Duration interval,
        CheckpointSettings checkpoints,
        long spoolLimitBytes,
        boolean allowAnyFileSystem,
        Duration shutdownLimit) {
    /// 4 GiB or half of what is free.
    public static final long STANDARD_SPOOL_LIMIT = 0;

    public static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(30);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    public ReplicatorSettings {
        if (interval.isNegative() || spoolLimitBytes < 0 || shutdownLimit.isNegative()) {
            throw new IllegalArgumentException("intervals and spool limit are not negative: " + interval + ", "
                    + shutdownLimit + ", " + spoolLimitBytes);
        }
        interval = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    }

    public static ReplicatorSettings standard(Duration interval) {
        return new ReplicatorSettings(
                interval, CheckpointSettings.STANDARD, STANDARD_SPOOL_LIMIT, false, SHUTDOWN_LIMIT);
    }
}
