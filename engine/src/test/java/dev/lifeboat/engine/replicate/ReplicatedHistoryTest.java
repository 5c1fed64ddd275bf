package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the replicator wrote, read by our own restorer.
class ReplicatedHistoryTest {
    @TempDir
    Path directory;

    @Test
    void everyPointOfEveryGenerationIsTheStateThatWasAcknowledgedThere() throws IOException {
        Path database = directory.resolve("app.db");
        Path root = directory.resolve("replica");
        Map<Position, Long> rows = new LinkedHashMap<>();
        try (Application application = Application.start(database, directory.resolve("ledger"))) {
            long last = application.rows(25);
            for (int generation = 0; generation < 3; generation++) {
                try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                    rows.put(replicator.sync().captured().orElseThrow(), last);
                    for (int i = 0; i < 3; i++) {
                        last = application.rows(3 + i);
                        rows.put(replicator.sync().captured().orElseThrow(), last);
                    }
                }
                application.sql("PRAGMA wal_checkpoint(" + (generation == 0 ? "PASSIVE" : "TRUNCATE") + ")");
            }
        }
        GenerationsBackup backup = new GenerationsBackup(new FileObjectStore(root));
        History history = backup.history();

        assertThat(history.gaps()).isEmpty();
        assertThat(history.points()).hasSizeGreaterThanOrEqualTo(rows.size());
        for (RestorePoint point : history.points()) {
            Path output = directory.resolve("restored.db");
            restore(backup, history, new RestoreTarget.AtPoint(point.place()), output);
            String count = ForeignRestore.sqlite3(output, "SELECT count(*) || '|' || max(n) FROM entry");
            String[] counts = count.split("\\|", -1);
            assertThat(counts[0]).isEqualTo(counts[1]);
            Files.delete(output);
        }
        for (Map.Entry<Position, Long> known : rows.entrySet()) {
            Path output = directory.resolve("restored.db");
            restore(backup, history, new RestoreTarget.AtPoint(known.getKey()), output);
            assertThat(ForeignRestore.sqlite3(output, "SELECT max(n) FROM entry"))
                    .isEqualTo(known.getValue().toString());
            Files.delete(output);
        }
    }

    private static void restore(GenerationsBackup backup, History history, RestoreTarget target, Path output)
            throws IOException {
        PlanOutcome outcome = RestorePlanner.plan(history, target);
        assertThat(outcome).as("%s", outcome).isInstanceOf(PlanOutcome.Planned.class);
        RestorePlan plan = ((PlanOutcome.Planned) outcome).plan();
        RestoreOutcome restored =
                new Restorer(backup).restore(plan, output, RestoreOptions.standard(), EventSink.ignoring());
        assertThat(restored).isInstanceOf(RestoreOutcome.Restored.class);
    }
}
