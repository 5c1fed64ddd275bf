package dev.lifeboat.app.expose;

import dev.lifeboat.app.expose.Exposition.Label;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The same figures under the names of Litestream 0.3 and 0.5, so that dashboards and alarms go on working.
///
/// A name whose meaning we have no figure for is left out rather than filled with something else.
final class LitestreamMetrics {
    private static final double NANOS = 1e9;
    private static final Label SEALED = new Label("mode", "PASSIVE");

    private final Exposition text;

    private LitestreamMetrics(Exposition text) {
        this.text = text;
    }

    static void add(List<ReplicatorStatus> statuses, Exposition text) {
        LitestreamMetrics metrics = new LitestreamMetrics(text);
        statuses.forEach(metrics::database);
        metrics.operations(statuses);
    }

    private void database(ReplicatorStatus status) {
        Label db = new Label("db", status.database().toString());
        ReplicatorStatus.Figures figures = status.figures();
        text.gauge("litestream_db_size", "The current size of the real DB.", figures.databaseBytes(), db);
        text.gauge("litestream_wal_size", "The current size of the real WAL.", figures.walFileBytes(), db);
        status.captured().ifPresent(at -> {
            text.gauge("litestream_shadow_wal_index", "The current index of the captured WAL.", at.index(), db);
            text.gauge("litestream_shadow_wal_size", "The current size of the captured WAL.", at.offset(), db);
        });
        text.counter("litestream_sync_count", "Number of sync operations performed.", figures.captures(), db);
        text.counter("litestream_sync_error_count", "Number of sync errors.", figures.captureErrors(), db);
        text.counter("litestream_checkpoint_count", "Number of checkpoint operations.", figures.seals(), db, SEALED);
        text.counter(
                "litestream_checkpoint_error_count",
                "Number of checkpoint errors.",
                figures.sealsGivenUp(),
                db,
                SEALED);
        text.counter(
                "litestream_checkpoint_seconds",
                "Time spent checkpointing WAL, in seconds.",
                figures.sealNanosTotal() / NANOS,
                db,
                SEALED);
        status.replicas().forEach(replica -> replica(replica, db));
    }

    private void replica(ReplicaStatus replica, Label db) {
        Optional<Position> at = replica.acknowledged();
        if (at.isPresent()) {
            Label name = new Label("name", replica.name());
            text.gauge(
                    "litestream_replica_wal_index",
                    "The current WAL index.",
                    at.get().index(),
                    db,
                    name);
            text.gauge(
                    "litestream_replica_wal_offset",
                    "The current WAL offset.",
                    at.get().offset(),
                    db,
                    name);
        }
    }

    private record Sums(long puts, long bytes, long errors, long deletes) {
        Sums plus(ReplicaFigures figures) {
            return new Sums(
                    puts + figures.uploads(),
                    bytes + figures.uploadedBytes(),
                    errors + figures.uploadErrors(),
                    deletes + figures.deletedObjects());
        }
    }

    private void operations(List<ReplicatorStatus> statuses) {
        Map<String, Sums> types = new TreeMap<>();
        for (ReplicatorStatus status : statuses) {
            for (ReplicaStatus replica : status.replicas()) {
                Sums before = types.getOrDefault(type(replica), new Sums(0, 0, 0, 0));
                types.put(type(replica), before.plus(replica.figures()));
            }
        }
        types.forEach((type, sums) -> {
            Label store = new Label("replica_type", type);
            Label put = new Label("operation", "PUT");
            Label delete = new Label("operation", "DELETE");
            text.counter(
                    "litestream_replica_operation_total", "Number of replica operations.", sums.puts(), store, put);
            text.counter(
                    "litestream_replica_operation_total",
                    "Number of replica operations.",
                    sums.deletes(),
                    store,
                    delete);
            text.counter(
                    "litestream_replica_operation_bytes", "Bytes of replica operations.", sums.bytes(), store, put);
            text.counter(
                    "litestream_replica_operation_errors_total",
                    "Number of replica operations that failed.",
                    sums.errors(),
                    store,
                    put);
        });
    }

    private static String type(ReplicaStatus replica) {
        int colon = replica.location().indexOf("://");
        return colon <= 0 ? "file" : replica.location().substring(0, colon);
    }
}
