package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// L3: an application at full speed, alone or with another one that checkpoints every 3 ms in every mode. What was
/// captured, replayed by foreign tools, is the database byte for byte, and no snapshot but the first was needed.
class SealUnderLoadTest {
    private static final Logger LOG = LoggerFactory.getLogger(SealUnderLoadTest.class);
    private static final long MOST_WAL_BYTES = 256L << 20;

    @TempDir
    Path directory;

    private Path database;
    private Path root;

    @BeforeEach
    void names() {
        database = directory.resolve("app.db");
        root = directory.resolve("replica");
    }

    @Test
    void atFullSpeedTheWalStaysBounded() throws IOException {
        run(10, false, 0);
    }

    @Test
    void underAHostileCheckpointerNothingIsLost() throws IOException {
        run(10, true, 0);
    }

    @Test
    @Tag("campaign")
    void underAHostileCheckpointerNothingIsLostInAMinute() throws IOException {
        run(60, true, 0);
    }

    private void run(int seconds, boolean isHostile, int pace) throws IOException {
        try (Load writer = Load.start(
                        "write", database.toString(), Integer.toString(seconds), "1", Integer.toString(pace))
                .ready()) {
            long largest = 0;
            ReplicatorStatus status;
            long[] seals;
            String result;
            try (RunningReplicator replicator = RunningReplicator.start(database, root);
                    WalWatch watch = new WalWatch(directory.resolve("app.db-wal"));
                    LockSampler locks =
                            LockSampler.start(ProcessHandle.current().pid(), database);
                    Load checkpointer = Load.start("checkpoint", database.toString(), Integer.toString(seconds))) {
                if (!isHostile) {
                    checkpointer.kill();
                }
                result = writer.result();
                // At once: where nobody writes any more the mark may stand on slot 0.
                long samples = locks.samples();
                largest = watch.largest();
                status = replicator.sync();
                seals = replicator.sealNanos();
                // There each commit of the application walks the whole WAL in vain. A hostile checkpointer leads there
                // again and again.
                assertThat(locks.onSlotZero()).isLessThan(isHostile ? samples : samples / 3);
            }
            Arrays.sort(seals);
            LOG.info(
                    "{}; {}",
                    result,
                    String.format(
                            Locale.ROOT,
                            "WAL %d MB, seals %d given up %d, ms in lock avg %.1f p99 %.1f max %.1f, generations %d",
                            largest >> 20,
                            status.figures().seals(),
                            status.figures().sealsGivenUp(),
                            Arrays.stream(seals).average().orElse(0) / 1e6,
                            seals.length == 0 ? 0 : seals[(int) (seals.length * 0.99)] / 1e6,
                            seals.length == 0 ? 0 : seals[seals.length - 1] / 1e6,
                            status.figures().generations()));
            assertThat(status.figures().generations()).isEqualTo(1);
            assertThat(status.figures().seals()).isPositive();
            assertThat(largest).isLessThan(MOST_WAL_BYTES);
            Path restored = directory.resolve("restored.db");
            assertThat(ForeignRestore.restore(root, restored)).endsWith("ok");
            assertThat(FileSetBytes.hash(Files.readAllBytes(restored)))
                    .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
        }
    }
}
