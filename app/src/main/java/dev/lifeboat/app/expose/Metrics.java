package dev.lifeboat.app.expose;

import dev.lifeboat.app.expose.Exposition.Label;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What the replicators say, as metrics: `lifeboat_…`, and under the names that Litestream's users graph already.
final class Metrics {
    private static final double NANOS = 1e9;

    private final Exposition text = new Exposition();
    private final Instant now;

    private Metrics(Instant now) {
        this.now = now;
    }

    static String of(List<ReplicatorStatus> statuses, String version, Instant now) {
        Metrics metrics = new Metrics(now);
        metrics.text.gauge("lifeboat_info", "The version that runs.", 1, new Label("version", version));
        metrics.text.gauge("lifeboat_databases", "Databases that are replicated or waited for.", statuses.size());
        statuses.forEach(metrics::database);
        LitestreamMetrics.add(statuses, metrics.text);
        return metrics.text.toString();
    }

    private void database(ReplicatorStatus status) {
        Label db = new Label("db", status.database().toString());
        for (State state : State.values()) {
            text.gauge(
                    "lifeboat_state",
                    "1 for the state that the replicator of a database is in.",
                    state == status.state() ? 1 : 0,
                    db,
                    new Label("state", state.name().toLowerCase(Locale.ROOT)));
        }
        text.gauge("lifeboat_start_time_seconds", "When it was started.", seconds(status.startedAt()), db);
        text.gauge(
                "lifeboat_lag_seconds",
                "Age of the oldest commit that some replica lacks.",
                Lag.seconds(Lag.worst(status, now)),
                db);
        text.gauge(
                "lifeboat_notices",
                "Things a person should know; see status.",
                status.notices().size(),
                db);
        figures(status, db);
        status.replicas().forEach(replica -> replica(replica, db));
    }

    private void figures(ReplicatorStatus status, Label db) {
        Figures figures = status.figures();
        text.gauge("lifeboat_database_bytes", "Size of the database file.", figures.databaseBytes(), db);
        text.gauge("lifeboat_wal_file_bytes", "Size of the WAL file.", figures.walFileBytes(), db);
        text.gauge("lifeboat_wal_bytes", "Committed bytes of the present WAL.", status.walBytes(), db);
        text.gauge("lifeboat_spool_bytes", "Captured bytes that lie on this host.", figures.spoolBytes(), db);
        text.counter("lifeboat_commits_total", "Transactions that were captured.", figures.commits(), db);
        text.counter("lifeboat_captures_total", "Looks at the WAL that found something.", figures.captures(), db);
        text.counter("lifeboat_capture_errors_total", "Looks at the WAL that failed.", figures.captureErrors(), db);
        text.counter("lifeboat_seals_total", "Sealed checkpoints.", figures.seals(), db);
        text.counter(
                "lifeboat_seals_given_up_total", "Sealed checkpoints that were given up.", figures.sealsGivenUp(), db);
        text.counter(
                "lifeboat_seal_seconds_total",
                "Time in which a sealed checkpoint held the write lock.",
                figures.sealNanosTotal() / NANOS,
                db);
        text.gauge("lifeboat_seal_seconds_worst", "The longest of them.", figures.sealNanosWorst() / NANOS, db);
        text.counter("lifeboat_generations_total", "Generations that were begun.", figures.generations(), db);
    }

    private void replica(ReplicaStatus replica, Label db) {
        Label name = new Label("replica", replica.name());
        ReplicaFigures figures = replica.figures();
        text.gauge(
                "lifeboat_replica_lag_seconds",
                "Age of the oldest commit that the replica lacks.",
                Lag.seconds(Lag.of(replica, now)),
                db,
                name);
        text.gauge(
                "lifeboat_replica_pending_bytes",
                "WAL bytes that were captured and are not acknowledged.",
                figures.pendingBytes(),
                db,
                name);
        text.gauge(
                "lifeboat_replica_failing",
                "1 while uploads fail.",
                replica.error().isEmpty() ? 0 : 1,
                db,
                name);
        text.gauge(
                "lifeboat_replica_stopped",
                "1 where another writer was found and nothing more is written.",
                replica.isStopped() ? 1 : 0,
                db,
                name);
        text.counter("lifeboat_replica_uploads_total", "Objects that were stored.", figures.uploads(), db, name);
        text.counter(
                "lifeboat_replica_uploaded_bytes_total", "Bytes that were stored.", figures.uploadedBytes(), db, name);
        text.counter("lifeboat_replica_upload_errors_total", "Uploads that failed.", figures.uploadErrors(), db, name);
        text.counter("lifeboat_replica_snapshots_total", "Snapshots that were stored.", figures.snapshots(), db, name);
        text.counter(
                "lifeboat_replica_deleted_objects_total",
                "Objects that retention deleted.",
                figures.deletedObjects(),
                db,
                name);
        replica.acknowledgedAt()
                .ifPresent(at -> text.gauge(
                        "lifeboat_replica_acknowledged_timestamp_seconds",
                        "When the store took something last.",
                        seconds(at),
                        db,
                        name));
        figures.lastSnapshotAt()
                .ifPresent(at -> text.gauge(
                        "lifeboat_replica_last_snapshot_timestamp_seconds",
                        "When the last snapshot was stored.",
                        seconds(at),
                        db,
                        name));
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
