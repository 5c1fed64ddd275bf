package dev.lifeboat.app.config;

import java.time.Duration;
import java.util.Optional;

/// What is said for all replicas of the file, or of one database, where a replica says nothing itself.
record ReplicaDefaults(Duration syncInterval, Duration snapshotInterval, Duration retention) {
    static ReplicaDefaults read(Section top) {
        ReplicaDefaults standard = new ReplicaDefaults(
                top.duration("sync-interval", ReplicaSettings.SYNC_INTERVAL),
                top.duration("snapshot-interval", ReplicaSettings.SNAPSHOT_INTERVAL),
                ReplicaSettings.RETENTION);
        if (standard.syncInterval.isNegative()) {
            top.error("sync-interval", "'sync-interval' must not be less than 0");
        }
        Optional<Section> retention = top.section("retention");
        boolean keepsAll =
                retention.map(section -> !section.flag("enabled", true)).orElse(false);
        retention.ifPresent(Section::finish);
        ReplicaDefaults said = standard.with(top);
        return keepsAll ? new ReplicaDefaults(said.syncInterval, said.snapshotInterval, Duration.ZERO) : said;
    }

    /// These, with what `section` says under `snapshot`.
    ReplicaDefaults with(Section section) {
        Optional<Section> snapshot = section.section("snapshot");
        ReplicaDefaults said = snapshot.map(times -> new ReplicaDefaults(
                        syncInterval,
                        times.duration("interval", snapshotInterval),
                        times.duration("retention", retention)))
                .orElse(this);
        snapshot.ifPresent(Section::finish);
        return said;
    }
}
