package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CP-6 to CP-8: when a generation goes on after a start, and when it must not.
class ContinuityTest {
    @TempDir
    Path directory;

    private Path database;
    private Path root;

    @BeforeEach
    void names() {
        database = directory.resolve("app.db");
        root = directory.resolve("replica");
    }

    private Application application() {
        return Application.start(database, directory.resolve("ledger"));
    }

    private void assertRestoreEqualsTheDatabase() throws IOException {
        Path output = directory.resolve("restored-" + System.nanoTime() + ".db");
        assertThat(ForeignRestore.restore(root, output)).endsWith("ok");
        assertThat(FileSetBytes.hash(Files.readAllBytes(output)))
                .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
    }

    private List<Path> snapshots() throws IOException {
        try (var files = Files.walk(root.resolve("generations"))) {
            return files.filter(file -> file.toString().endsWith(".snapshot.lz4"))
                    .toList();
        }
    }

    /// K1, while the application is idle and while it writes: no snapshot where the state was intact.
    @Test
    void afterAKillTheGenerationGoesOn() throws IOException {
        try (Application application = application()) {
            application.rows(20);
            GenerationId first;
            try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
                replicator.control().sync();
                application.rows(5);
                first = replicator.control().sync().generation().orElseThrow();
                replicator.kill();
            }
            for (int cycle = 0; cycle < 3; cycle++) {
                if (cycle > 0) {
                    application.rows(3);
                }
                try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
                    assertThat(replicator.control().sync().generation()).contains(first);
                    application.rows(3);
                    replicator.control().sync();
                    assertRestoreEqualsTheDatabase();
                    replicator.kill();
                }
            }
            assertThat(snapshots()).hasSize(1);
        }
    }

    @Test
    void aPauseGoesOnInTheSameGenerationAndSoDoesAStop() throws IOException {
        try (Application application = application()) {
            application.rows(10);
            GenerationId first;
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                replicator.sync();
                application.rows(5);
                first = replicator.sync().generation().orElseThrow();
                replicator.control().release();
                application.rows(5);
                assertThat(replicator.control().reopen().generation()).contains(first);
                assertRestoreEqualsTheDatabase();
            }
            application.rows(5);
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                assertThat(replicator.sync().generation()).contains(first);
                assertRestoreEqualsTheDatabase();
            }
            assertThat(snapshots()).hasSize(1);
        }
    }

    /// What is in the spool and not in the store is sent by the next run.
    @Test
    void whatWasSpooledBeforeAKillIsSentAfterIt() throws IOException {
        try (Application application = application()) {
            application.rows(20);
            GenerationId first;
            Path away = directory.resolve("away");
            try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
                replicator.control().sync();
                application.rows(2);
                first = replicator.control().sync().generation().orElseThrow();
                Files.move(root, away);
                Files.createFile(root);
                application.rows(5);
                assertThatThrownBy(() -> replicator.control().sync()).isInstanceOf(ProblemException.class);
                assertThat(replicator.control().status().figures().spoolBytes()).isPositive();
                replicator.kill();
            }
            Files.delete(root);
            Files.move(away, root);
            application.rows(2);
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                assertThat(replicator.sync().generation()).contains(first);
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    @Test
    void aWalThatWasRestartedMeanwhileBeginsANewGeneration() throws IOException {
        try (Application application = application()) {
            application.rows(10);
            GenerationId first;
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                replicator.sync();
                application.rows(5);
                first = replicator.sync().generation().orElseThrow();
            }
            application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
            application.rows(5);
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                assertThat(replicator.sync().generation()).isPresent().isNotEqualTo(java.util.Optional.of(first));
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    /// CP-8: a power cut has taken the end of the WAL, which the replica has.
    @Test
    void aDatabaseThatIsBehindItsReplicaIsSaidAndHistoryIsKept() throws IOException {
        ReplicatorStatus before = replicatedBeforeThePowerCut();
        loseTheEndOfTheWal(before);
        List<Path> history = snapshots();
        try (Application application = application()) {
            application.rows(1);
            assertANewGenerationFollows(before, history, "behind its replica: its WAL");
        }
    }

    /// CP-8: the application has replayed what was left of the WAL, and the WAL is another one.
    @Test
    void aDatabaseThatIsBehindIsKnownAlsoAfterItsWalWasReplayedAndRemoved() throws IOException {
        ReplicatorStatus before = replicatedBeforeThePowerCut();
        loseTheEndOfTheWal(before);
        ForeignRestore.sqlite3(database, "SELECT count(*) FROM entry");
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
        List<Path> history = snapshots();
        assertANewGenerationFollows(before, history, "is behind its replica: a page is as it was before");
    }

    /// CP-8: and has written on. Its own work and lost work look the same then.
    @Test
    void aDatabaseThatWasReplayedAndWrittenMayBeBehind() throws IOException {
        ReplicatorStatus before = replicatedBeforeThePowerCut();
        loseTheEndOfTheWal(before);
        ForeignRestore.sqlite3(database, "SELECT count(*) FROM entry");
        List<Path> history = snapshots();
        try (Application application = application()) {
            application.rows(300);
            assertANewGenerationFollows(before, history, "may be behind its replica: the WAL was restarted");
        }
    }

    /// The power was cut and nothing was lost: no alarm.
    @Test
    void aWalThatWasReplayedWholeIsNoIncident() throws IOException {
        ReplicatorStatus before = replicatedBeforeThePowerCut();
        Files.delete(directory.resolve("app.db-shm"));
        ForeignRestore.sqlite3(database, "SELECT count(*) FROM entry");
        try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
            ReplicatorStatus after = replicator.sync();
            assertThat(after.generation()).isNotEqualTo(before.generation());
            assertThat(after.notices()).noneMatch(notice -> notice.contains("behind"));
            assertRestoreEqualsTheDatabase();
        }
    }

    private ReplicatorStatus replicatedBeforeThePowerCut() throws IOException {
        try (Application application = application()) {
            application.rows(20);
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                replicator.sync();
                application.rows(10);
                return replicator.sync();
            } finally {
                application.kill();
            }
        }
    }

    private void loseTheEndOfTheWal(ReplicatorStatus before) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("app.db-wal").toFile(), "rw")) {
            file.setLength(before.captured().orElseThrow().offset() - 2 * 4120);
        }
        Files.delete(directory.resolve("app.db-shm"));
    }

    private void assertANewGenerationFollows(ReplicatorStatus before, List<Path> history, String said)
            throws IOException {
        try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
            ReplicatorStatus after = replicator.sync();
            assertThat(after.generation()).isNotEqualTo(before.generation());
            assertThat(after.notices()).anyMatch(notice -> notice.contains(said));
            assertThat(after.state()).isEqualTo(State.REPLICATING);
            assertThat(snapshots()).containsAll(history);
            assertRestoreEqualsTheDatabase();
        }
    }

    /// OB-9: the application goes on, nothing more is captured, and what was captured is sent when the store is back.
    @Test
    void aFullSpoolLetsTheDatabaseGoUntilTheStoreHasCaughtUp() throws IOException {
        try (Application application = application()) {
            application.rows(10);
            UnreliableStore store = new UnreliableStore(root);
            try (RunningReplicator replicator = RunningReplicator.startWithSpoolLimit(database, store, 20_000)) {
                replicator.sync();
                store.fail("away");
                for (int i = 0; i < 40; i++) {
                    application.rows(10);
                }
                ReplicatorStatus full = replicator.until(status -> status.state() == State.WAITING);
                assertThat(full.reason()).contains("the spool holds");
                assertThat(FileSetBytes.descriptors(ProcessHandle.current().pid(), database))
                        .isEmpty();
                assertThat(application.sql("PRAGMA wal_checkpoint(TRUNCATE)")).startsWith("0|");
                application.rows(5);

                store.recover();
                replicator.until(status -> status.state() == State.REPLICATING && status.isEverythingAcknowledged());
                assertRestoreEqualsTheDatabase();
            }
        }
    }
}
