package dev.lifeboat.app.config;

import dev.lifeboat.engine.store.s3.AccessKeys;
import java.time.Duration;
import java.util.Optional;

/// Where a database is copied to. `url` never holds a secret; `keys` are those of the file, where it has some;
/// durations of 0 or less mean "off", but a
/// `syncInterval` of 0 means that a commit is sent as soon as it is captured. `allowUnfenced`: also to a store that
/// does not keep two writers apart (OB-4). `age` is about encryption.
public record ReplicaSettings(
        String name,
        String type,
        String url,
        Duration syncInterval,
        Duration retention,
        Duration retentionCheckInterval,
        Duration snapshotInterval,
        boolean allowUnfenced,
        Optional<AccessKeys> keys,
        AgeSettings age) {
    static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);
    /// Litestream 0.3 keeps 24 h, which is too short to notice an accident on Monday.
    static final Duration RETENTION = Duration.ofDays(7);

    static final Duration RETENTION_CHECK_INTERVAL = Duration.ofHours(1);
    static final Duration SNAPSHOT_INTERVAL = Duration.ofHours(24);

    /// A replica that is only named on the command line.
    public static ReplicaSettings ofUrl(String url) {
        int colon = url.indexOf("://");
        String type = colon < 0 ? "file" : url.substring(0, colon);
        return new ReplicaSettings(
                type,
                type,
                url,
                SYNC_INTERVAL,
                RETENTION,
                RETENTION_CHECK_INTERVAL,
                SNAPSHOT_INTERVAL,
                false,
                Optional.empty(),
                AgeSettings.NONE);
    }

    ReplicaSettings withSyncInterval(Duration other) {
        return new ReplicaSettings(
                name, type, url, other, retention, retentionCheckInterval, snapshotInterval, allowUnfenced, keys, age);
    }

    /// The same settings for another place.
    ReplicaSettings withUrl(String other) {
        return new ReplicaSettings(
                name,
                type,
                other,
                syncInterval,
                retention,
                retentionCheckInterval,
                snapshotInterval,
                allowUnfenced,
                keys,
                age);
    }
}
