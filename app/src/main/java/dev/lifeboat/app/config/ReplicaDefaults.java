package dev.lifeboat.app.config;

import java.time.Duration;
import java.util.Optional;

/// What is said for all replicas of the file, or of one database, where a replica says nothing itself.
record ReplicaDefaults(Duration syncInterval, Duration snapshotInterval, Duration retention, S3Options s3) {
    static ReplicaDefaults read(Section top) {
        ReplicaDefaults standard = new ReplicaDefaults(
                top.duration("sync-interval", ReplicaSettings.SYNC_INTERVAL),
                top.duration("snapshot-interval", ReplicaSettings.SNAPSHOT_INTERVAL),
                ReplicaSettings.RETENTION,
                S3Options.read(top));
        if (standard.syncInterval.isNegative()) {
            top.error("sync-interval", "'sync-interval' must not be less than 0");
        }
        Optional<Section> retention = top.section("retention");
        boolean keepsAll =
                retention.map(section -> !section.flag("enabled", true)).orElse(false);
        retention.ifPresent(Section::finish);
        ReplicaDefaults said = standard.with(top);
        return keepsAll ? new ReplicaDefaults(said.syncInterval, said.snapshotInterval, Duration.ZERO, said.s3) : said;
    }

    /// These, with what `section` says under `snapshot`.
    ReplicaDefaults with(Section section) {
        Optional<Section> snapshot = section.section("snapshot");
        ReplicaDefaults said = snapshot.map(times -> new ReplicaDefaults(
                        syncInterval,
                        times.duration("interval", snapshotInterval),
                        times.duration("retention", retention),
                        s3))
                .orElse(this);
        snapshot.ifPresent(Section::finish);
        return said;
    }
}
