package dev.lifeboat.app.expose;

import static dev.lifeboat.app.expose.Statuses.START;
import static dev.lifeboat.app.expose.Statuses.of;
import static dev.lifeboat.app.expose.Statuses.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void everyLineIsOfTheFormatAndTheFiguresAreThere() {
        Map<String, Double> metrics = StrictMetrics.parse(Metrics.of(
                List.of(
                        of("/a.db", State.REPLICATING, "", replica(Optional.of(START), "", false)),
                        of("/b.db", State.WAITING, "", replica(Optional.empty(), "denied", true))),
                "1.0",
                START.plusMillis(2500)));
        assertThat(metrics)
                .containsEntry("lifeboat_state{db=\"/a.db\",state=\"replicating\"}", 1.0)
                .containsEntry("lifeboat_state{db=\"/b.db\",state=\"replicating\"}", 0.0)
                .containsEntry("lifeboat_lag_seconds{db=\"/a.db\"}", 2.5)
                .containsEntry("lifeboat_replica_pending_bytes{db=\"/a.db\",replica=\"s3\"}", 512.0)
                .containsEntry("lifeboat_replica_stopped{db=\"/b.db\",replica=\"s3\"}", 1.0)
                .containsEntry("lifeboat_seal_seconds_total{db=\"/a.db\"}", 1.5)
                .containsEntry("litestream_db_size{db=\"/a.db\"}", 1048576.0)
                .containsEntry("litestream_wal_size{db=\"/a.db\"}", 8192.0)
                .containsEntry("litestream_sync_error_count{db=\"/a.db\"}", 1.0)
                .containsEntry("litestream_replica_wal_offset{db=\"/a.db\",name=\"s3\"}", 4152.0)
                .containsEntry("litestream_replica_operation_total{replica_type=\"s3\",operation=\"PUT\"}", 22.0);
    }

    @Test
    void noPathCanBreakOutOfItsLabel() {
        String text = Metrics.of(
                List.of(of("/a\"} 1\nevil{x=\"\\.db", State.REPLICATING, "", replica(Optional.empty(), "", false))),
                "1.0",
                START);
        assertThat(StrictMetrics.parse(text))
                .containsKey("lifeboat_lag_seconds{db=\"/a\\\"} 1\\nevil{x=\\\"\\\\.db\"}");
    }

    @Test
    void withoutDatabasesItIsStillTheFormat() {
        assertThat(StrictMetrics.parse(Metrics.of(List.of(), "1.0", START))).containsEntry("lifeboat_databases", 0.0);
    }
}
