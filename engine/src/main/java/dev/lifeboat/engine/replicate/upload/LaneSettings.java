package dev.lifeboat.engine.replicate.upload;

import java.time.Duration;

/// How one replica is written; the keys of its configuration (0.3 spec, section 5.1; product.md 5).
///
/// `syncInterval` is the time between two segments while commits come in; zero sends each chunk as soon as it
/// is captured. `snapshotInterval` and `retention` are off at zero. `segmentLimitBytes` are WAL bytes in one
/// segment. `takeOver` goes on where another writer seems to be alive; `allowUnfenced` writes to a store that
/// does not keep two writers apart (OB-4).
public record LaneSettings(
        Duration syncInterval,
        Duration snapshotInterval,
        Duration retention,
        Duration retentionCheckInterval,
        long segmentLimitBytes,
        boolean takeOver,
        boolean allowUnfenced) {
    public static final LaneSettings STANDARD = new LaneSettings(
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofHours(1),
            64L << 20,
            false,
            false);

    public LaneSettings {
        requireNotNegative("sync interval", syncInterval);
        requireNotNegative("snapshot interval", snapshotInterval);
        requireNotNegative("retention", retention);
        if (retentionCheckInterval.isNegative() || retentionCheckInterval.isZero()) {
            throw new IllegalArgumentException("retention check interval is not positive: " + retentionCheckInterval);
        }
        if (segmentLimitBytes <= 0) {
            throw new IllegalArgumentException("segment limit is not positive: " + segmentLimitBytes);
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + value);
        }
    }

    public LaneSettings withSyncInterval(Duration interval) {
        return new LaneSettings(
                interval,
                snapshotInterval,
                retention,
                retentionCheckInterval,
                segmentLimitBytes,
                takeOver,
                allowUnfenced);
    }
}
