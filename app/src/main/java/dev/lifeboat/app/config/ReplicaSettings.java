package dev.lifeboat.app.config;

import dev.lifeboat.engine.store.s3.AccessKeys;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /// Names are unique within a database: what a replica is known to have is noted by its name. Two without one are
    /// `s3` and `s3-2`.
    static List<ReplicaSettings> named(List<ReplicaSettings> replicas) {
        Set<String> taken = new HashSet<>();
        return replicas.stream()
                .map(replica -> replica.withName(Stream.concat(
                                Stream.of(replica.name()),
                                IntStream.iterate(2, i -> i + 1).mapToObj(i -> replica.name() + "-" + i))
                        .filter(taken::add)
                        .findFirst()
                        .orElseThrow()))
                .toList();
    }

    private ReplicaSettings withName(String other) {
        return with(other, url, syncInterval);
    }

    ReplicaSettings withSyncInterval(Duration other) {
        return with(name, url, other);
    }

    /// The same settings for another place.
    ReplicaSettings withUrl(String other) {
        return with(name, other, syncInterval);
    }

    private ReplicaSettings with(String otherName, String otherUrl, Duration otherSyncInterval) {
        return new ReplicaSettings(
                otherName,
                type,
                otherUrl,
                otherSyncInterval,
                retention,
                retentionCheckInterval,
                snapshotInterval,
                allowUnfenced,
                keys,
                age);
    }
}
