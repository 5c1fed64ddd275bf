package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicatorTest {
    private static final String COUNT = "SELECT count(*) || '|' || max(n) FROM entry";

    private static final CheckpointSettings SEALS_AT_EVERY_PAUSE =
            new CheckpointSettings(Duration.ofMinutes(1), 1, 100, 0);

    @TempDir
    Path directory;

    private Path database;
    private Path root;
    private Path ledger;

    @BeforeEach
    void names() {
        database = directory.resolve("app.db");
        root = directory.resolve("replica");
        ledger = directory.resolve("ledger");
    }

    private Application application() {
        return Application.start(database, ledger);
    }

    private RunningReplicator replicator() {
        return RunningReplicator.start(database, root);
    }

    private Path restored() throws IOException {
        Path output = directory.resolve("restored-" + System.nanoTime() + ".db");
        assertThat(ForeignRestore.restore(root, output)).endsWith("ok");
        return output;
    }

    private void assertRestoreEqualsTheDatabase() throws IOException {
        assertThat(FileSetBytes.hash(Files.readAllBytes(restored())))
                .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
    }

    private int ledgerSize() {
        try {
            return Application.ledger(ledger).size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> generations() throws IOException {
        try (var names = Files.list(root.resolve("generations"))) {
            return names.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void whatWasWrittenBeforeASyncIsInTheForeignRestore() throws IOException {
        try (Application application = application()) {
            application.rows(50);
            try (RunningReplicator replicator = replicator()) {
                long last = application.rows(51);

                ReplicatorStatus status = replicator.sync();

                assertThat(status.isEverythingAcknowledged()).isTrue();
                assertThat(ForeignRestore.sqlite3(restored(), COUNT)).isEqualTo(last + "|" + last);
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    @Test
    void changesArriveWithoutASync() throws IOException {
        try (Application application = application();
                RunningReplicator replicator = replicator()) {
            replicator.until(status -> status.state() == State.REPLICATING);
            application.rows(3);
            long walBytes = Files.size(directory.resolve("app.db-wal"));
            replicator.until(status -> status.walBytes() == walBytes && status.isEverythingAcknowledged());
            assertRestoreEqualsTheDatabase();
        }
    }

    /// S7, ST-2: a snapshot in the middle of a generation is on its way, and a restore would miss nothing without it.
    @Test
    void aSnapshotBesideTheSegmentsKeepsNeitherASyncNorAStopFromTheirEnd() throws IOException {
        UnreliableStore store = new UnreliableStore(root);
        try (Application application = application();
                RunningReplicator replicator =
                        RunningReplicator.startWithManySnapshots(database, store, SEALS_AT_EVERY_PAUSE)) {
            replicator.sync();
            store.holdSnapshots();
            long last = application.rows(3);
            replicator.until(_ -> store.isHolding());

            assertThat(replicator.sync().isEverythingAcknowledged()).isTrue();
            assertThat(replicator.stop().everythingAcknowledged()).isTrue();
            assertThat(ForeignRestore.sqlite3(restored(), COUNT)).isEqualTo(last + "|" + last);
        } finally {
            store.releaseSnapshots();
        }
    }

    /// D1, D3: a spool that cannot be written is a lag that grows, and is over by itself, also where nothing more is
    /// written.
    @Test
    void whatCouldNotBeCapturedIsCapturedWhenTheSpoolCanBeWrittenAgain() throws IOException {
        Path spool = directory.resolve(".app.db-lifeboat/spool");
        try (Application application = application()) {
            // Nothing is to be captured at the start, also where its seal takes too long.
            application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
            try (RunningReplicator replicator = replicator()) {
                replicator.sync();
                assertThat(spool).as("nothing was captured yet").doesNotExist();
                Files.writeString(spool, "where a directory should be");
                long last = application.rows(3);

                ReplicatorStatus failing =
                        replicator.until(status -> status.figures().captureErrors() > 5);
                assertThat(failing.state()).isEqualTo(State.REPLICATING);
                assertThat(failing.reason()).startsWith("cannot capture: ");
                assertThat(failing.replicas().getFirst().pendingSince()).isPresent();

                Files.delete(spool);
                ReplicatorStatus well =
                        replicator.until(status -> status.reason().isEmpty() && status.isEverythingAcknowledged());
                assertThat(well.replicas().getFirst().pendingSince()).isEmpty();
                assertThat(ForeignRestore.sqlite3(restored(), COUNT)).isEqualTo(last + "|" + last);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 65536})
    void everyPageSizeRestoresByteForByteThroughGrowthAndVacuum(int pageSize) throws IOException {
        ForeignRestore.sqlite3(
                database, "PRAGMA page_size=" + pageSize + "; PRAGMA journal_mode=wal; CREATE TABLE x(y)");
        try (Application application = application()) {
            application.rows(40);
            try (RunningReplicator replicator = replicator()) {
                application.rows(60);
                replicator.sync();
                application.sql("DELETE FROM entry WHERE n % 3 > 0 AND n < 90");
                application.sql("VACUUM");
                replicator.sync();
                assertRestoreEqualsTheDatabase();
                application.sql("CREATE TABLE more AS SELECT zeroblob(5000) FROM entry");
                replicator.sync();
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    /// CP-3, CP-6: a seal lets the WAL restart, and the new life is the next index of the same generation.
    @Test
    void aRestartOfTheWalAfterASealIsTheNextIndex() throws IOException {
        try (Application application = application()) {
            application.rows(30);
            application.sql("PRAGMA wal_checkpoint(PASSIVE)");
            try (RunningReplicator replicator = RunningReplicator.start(database, root, SEALS_AT_EVERY_PAUSE)) {
                replicator.sync();
                for (int index = 0; index < 5; index++) {
                    rowsAtOnce(application, 5 + index);
                    ReplicatorStatus status = replicator.sync();
                    assertThat(status.captured().orElseThrow().index()).isEqualTo(index);
                    int seals = index + 1;
                    replicator.until(now -> now.figures().seals() >= seals);
                }
                application.rows(1);
                replicator.sync();
                assertThat(generations()).hasSize(1);
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    /// In one transaction: there is no pause between two of them, and so no seal.
    private static void rowsAtOnce(Application application, int count) {
        assertThat(application.sql("BEGIN IMMEDIATE")).isEqualTo("ok");
        application.rows(count);
        assertThat(application.sql("COMMIT")).isEqualTo("ok");
    }

    /// A reader of the application keeps the WAL from restarting after everything was sealed and a snapshot was named
    /// after the next index: that index then begins with the same life.
    @Test
    void aLifeThatGoesOnAfterItsSnapshotIsCapturedOnceMore() throws IOException {
        try (Application application = application();
                Application reader = Application.start(database, directory.resolve("no-ledger"))) {
            application.rows(30);
            reader.sql("BEGIN");
            reader.sql("SELECT count(*) FROM entry");
            try (RunningReplicator replicator = RunningReplicator.start(database, root, SEALS_AT_EVERY_PAUSE)) {
                assertThat(replicator.sync().captured().orElseThrow().offset()).isZero();
                application.rows(3);
                assertThat(replicator.sync().captured().orElseThrow().index()).isZero();
                assertRestoreEqualsTheDatabase();
                assertThat(generations()).hasSize(1);
            }
        }
    }

    @Test
    void anEmptyWalBeginsItsLifeUnderTheReadMark() throws IOException {
        try (Application application = application()) {
            application.rows(30);
            application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
            try (RunningReplicator replicator = replicator()) {
                assertThat(replicator.sync().captured().orElseThrow().offset()).isZero();
                assertRestoreEqualsSnapshot();
                application.rows(5);
                assertThat(replicator.sync().captured().orElseThrow().index()).isZero();
                application.sql("PRAGMA busy_timeout=10");
                application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
                application.rows(5);
                // The mark may have been out of its way.
                assertThat(replicator.sync().captured().orElseThrow().index()).isBetween(0, 1);
                assertThat(generations()).hasSize(1);
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    private void assertRestoreEqualsSnapshot() throws IOException {
        Path output = directory.resolve("snapshot-only.db");
        ForeignRestore.restore(root, output, generations().getFirst());
        assertThat(ForeignRestore.sqlite3(output, COUNT)).isEqualTo("30|30");
    }

    /// CP-1: whatever the application checkpoints, the copy has no gap and the snapshot is not fuzzy.
    @Test
    void anApplicationThatCheckpointsAllTheTimeLosesNothing() throws IOException {
        try (Application application = application()) {
            application.rows(200);
            for (int round = 0; round < 3; round++) {
                application.sql("PRAGMA wal_checkpoint("
                        + List.of("PASSIVE", "RESTART", "TRUNCATE").get(round % 3) + ")");
                application.sql("PRAGMA busy_timeout=10");
                // The WAL begins anew while nobody watches, whoever of the two is first.
                application.rows(1);
                try (RunningReplicator replicator = replicator()) {
                    for (int i = 0; i < 20; i++) {
                        application.rows(3);
                        application.sql("PRAGMA wal_checkpoint(PASSIVE)");
                        application.sql("PRAGMA wal_checkpoint(RESTART)");
                        application.sql("UPDATE entry SET payload = payload || '.' WHERE n % 7 = " + i % 7);
                        application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
                    }
                    replicator.sync();
                    assertRestoreEqualsTheDatabase();
                }
            }
            assertThat(generations()).hasSize(3);
        }
    }

    /// CP-1 with real concurrency: one process writes, one checkpoints in every mode, and we come and go.
    @Test
    void comingAndGoingUnderAWriterAndACheckpointerEveryGenerationIsWhole() throws IOException {
        try (Application writer = application();
                Application checkpointer = Application.start(database, directory.resolve("no-ledger"))) {
            writer.rows(100);
            writer.writeForever();
            checkpointer.checkpointForever();
            for (int round = 0; round < 12; round++) {
                try (RunningReplicator replicator = replicator()) {
                    replicator.until(status -> status.state() == State.REPLICATING);
                    int rows = Application.ledger(ledger).size();
                    replicator.until(_ -> ledgerSize() > rows + 5);
                    long acknowledged = Application.ledger(ledger).getLast();
                    ReplicatorStatus status = replicator.sync();
                    Path output = directory.resolve("round-" + round + ".db");
                    String generation = status.generation().orElseThrow().hex();
                    assertThat(ForeignRestore.restore(root, output, generation)).endsWith("ok");
                    String[] counts = ForeignRestore.sqlite3(output, COUNT).split("\\|", -1);
                    assertThat(counts[0]).isEqualTo(counts[1]);
                    assertThat(Long.parseLong(counts[1])).isGreaterThanOrEqualTo(acknowledged);
                }
            }
        }
    }

    /// LK-6, L8: something in our own process closes a descriptor of the database, and all locks are gone.
    @Test
    void aStrayCloseInThisProcessIsNoticedAndAnsweredByANewGeneration() throws IOException {
        try (Application application = application();
                RunningReplicator replicator = replicator()) {
            application.rows(5);
            ReplicatorStatus before = replicator.sync();
            new java.io.FileInputStream(database.toFile()).close();
            application.rows(5);
            ReplicatorStatus after = replicator.sync();

            assertThat(after.generation()).isNotEqualTo(before.generation());
            assertRestoreEqualsTheDatabase();
        }
    }

    /// A writer killed between the WAL and the wal-index: its whole transaction lies in the WAL, SQLite does not count
    /// it, and the next writer overwrites it in place.
    @Test
    void aCapturedTransactionThatNeverCountedCutsTheChain() throws IOException {
        try (Application application = application();
                RunningReplicator replicator = replicator()) {
            // Rows that were there before it began would lie in the first snapshot, and in no WAL that it captures.
            replicator.until(status -> status.captured().isPresent());
            application.rows(10);
            ReplicatorStatus before = replicator.sync();
            long end = before.captured().orElseThrow().offset();
            PhantomTransaction.append(directory.resolve("app.db-wal"), end, 3);
            replicator.until(status -> status.walBytes() > end && status.isEverythingAcknowledged());

            application.rows(1);
            ReplicatorStatus after = replicator.sync();

            assertThat(after.generation()).isNotEqualTo(before.generation());
            assertRestoreEqualsTheDatabase();
        }
    }

    /// The same, where the phantom was there at the start and the WAL restarts: the old life cannot be trusted.
    @Test
    void aPhantomAtTheStartMakesARestartANewGeneration() throws IOException {
        try (Application application = application()) {
            application.rows(10);
            application.sql("PRAGMA wal_checkpoint(PASSIVE)");
            PhantomTransaction.append(directory.resolve("app.db-wal"), Files.size(directory.resolve("app.db-wal")), 2);
            try (RunningReplicator replicator = replicator()) {
                ReplicatorStatus before = replicator.sync();
                application.rows(1);
                ReplicatorStatus after = replicator.sync();

                assertThat(after.generation()).isNotEqualTo(before.generation());
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    @Test
    void releaseLeavesTheFileSetByteForByteAndHoldsNothing() throws IOException {
        try (Application application = application()) {
            application.rows(30);
            try (RunningReplicator replicator = replicator()) {
                replicator.sync();
                application.rows(30);
                Map<String, String> before = FileSetBytes.hashes(database);

                ReplicatorStatus status = replicator.control().release();

                assertThat(status.state()).isEqualTo(State.RELEASED);
                assertThat(status.isEverythingAcknowledged()).isTrue();
                assertThat(FileSetBytes.descriptors(ProcessHandle.current().pid(), database))
                        .isEmpty();
                assertThat(FileSetBytes.hashes(database)).isEqualTo(before).containsKeys("", "-wal", "-shm");
                assertThat(replicator.control().status().state()).isEqualTo(State.RELEASED);
            }
        }
    }

    @Test
    void reopenBeginsANewGenerationOnWhateverLiesAtThePath() throws IOException {
        try (RunningReplicator replicator = startAndRelease()) {
            GenerationId first = new GenerationId(generations().getFirst());
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(directory.resolve("app.db" + suffix));
            }
            Path other = directory.resolve("other.db");
            ForeignRestore.sqlite3(
                    other, "PRAGMA journal_mode=wal; CREATE TABLE entry(n); INSERT INTO entry VALUES (77)");
            Files.move(other, database, StandardCopyOption.ATOMIC_MOVE);

            ReplicatorStatus status = replicator.control().reopen();

            assertThat(status.state()).isEqualTo(State.REPLICATING);
            assertThat(status.generation()).isPresent().get().isNotEqualTo(first);
            assertThat(status.isEverythingAcknowledged()).isTrue();
            Path output = directory.resolve("restored.db");
            ForeignRestore.restore(
                    root, output, status.generation().orElseThrow().hex());
            assertThat(ForeignRestore.sqlite3(output, COUNT)).isEqualTo("1|77");
        }
    }

    private RunningReplicator startAndRelease() throws IOException {
        try (Application application = application()) {
            application.rows(10);
            RunningReplicator replicator = replicator();
            replicator.sync();
            replicator.control().release();
            return replicator;
        }
    }

    /// Promise 1 and 2 in the case the runbook is for: the main file is damaged while it is replicated.
    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void aDatabaseDamagedUnderUsIsCapturedReleasedAndReopened(int firstDamagedPage) throws IOException {
        try (Application application = application()) {
            application.rows(400);
            application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
            try (RunningReplicator replicator = replicator()) {
                ReplicatorStatus before = replicator.sync();
                damage(firstDamagedPage, 20);
                application.sql("CREATE TABLE after_damage(x)");
                application.rows(1);
                assertThat(replicator.sync().generation()).isEqualTo(before.generation());
                Map<String, String> files = FileSetBytes.hashes(database);

                assertThat(replicator.control().release().state()).isEqualTo(State.RELEASED);
                assertThat(FileSetBytes.hashes(database)).isEqualTo(files);
                assertThat(FileSetBytes.descriptors(ProcessHandle.current().pid(), database))
                        .isEmpty();
                assertThat(restored()).isNotNull();

                assertThat(replicator.control().reopen().state()).isEqualTo(State.REPLICATING);
            }
        }
    }

    /// By a child process, as the accident is (LK-3). Page 1 keeps its header: without one it is no database.
    private void damage(int firstPage, int pages) throws IOException {
        long from = firstPage == 1 ? 100 : (firstPage - 1) * 4096L;
        Process process = new ProcessBuilder(
                        "dd",
                        "if=/dev/urandom",
                        "of=" + database,
                        "iflag=count_bytes,fullblock",
                        "oflag=seek_bytes",
                        "seek=" + from,
                        "count=" + (pages * 4096 - 100),
                        "conv=notrunc")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
    }

    /// ST-2, K5: nobody has looked, so nothing is known to be in the store.
    @Test
    void aStopBeforeTheStartIsASuccessOnlyWhereThereIsNoDatabase() {
        Replicator early = RunningReplicator.notStarted(database, root);
        early.stop();
        assertThat(early.run().everythingAcknowledged()).isTrue();

        try (Application application = application()) {
            application.rows(3);
            Replicator later = RunningReplicator.notStarted(database, root);
            later.stop();
            assertThat(later.run().everythingAcknowledged()).isFalse();
        }
    }

    /// L7: the stores take nothing, and still the WAL stays.
    @Test
    void stoppingWithUnacknowledgedFramesKeepsTheWalByteForByte() throws IOException {
        try (Application application = application()) {
            application.rows(30);
            UnreliableStore store = new UnreliableStore(root);
            try (RunningReplicator replicator =
                    RunningReplicator.startWithShutdownLimit(database, store, Duration.ofSeconds(1))) {
                replicator.sync();
                store.fail("no space left on the store");
                application.rows(30);
                Map<String, String> before = FileSetBytes.hashes(database);
                application.kill();

                assertThat(replicator.stop().everythingAcknowledged()).isFalse();
                assertThat(FileSetBytes.hashes(database)).isEqualTo(before).containsKeys("", "-wal", "-shm");
            }
        }
    }

    @Test
    void stoppingAsTheLastOneLeavesTheWalToTheNextOpener() throws IOException {
        try (Application application = application()) {
            long last = application.rows(30);
            try (RunningReplicator replicator = replicator()) {
                replicator.sync();
                application.kill();
                assertThat(replicator.stop().everythingAcknowledged()).isTrue();
            }
            assertThat(directory.resolve("app.db-wal")).isNotEmptyFile();
            assertThat(ForeignRestore.sqlite3(database, COUNT)).isEqualTo(last + "|" + last);
        }
    }

    @Test
    void aStoreThatComesBackGetsEverythingInOrder() throws IOException {
        try (Application application = application()) {
            application.rows(5);
            UnreliableStore store = new UnreliableStore(root);
            try (RunningReplicator replicator = RunningReplicator.start(database, store)) {
                replicator.sync();
                store.fail("the store is away");
                for (int i = 0; i < 5; i++) {
                    application.rows(2);
                    assertThatThrownBy(() -> replicator.control().sync())
                            .isInstanceOfSatisfying(
                                    ProblemException.class,
                                    e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_UNREACHABLE));
                }
                assertThat(replicator.control().status().replicas().getFirst().error())
                        .contains("the store is away");
                store.recover();

                assertThat(syncOfStoreThatIsBack(replicator).isEverythingAcknowledged())
                        .isTrue();
                assertThat(store.keys()).isSortedAccordingTo(UnreliableStore.UPLOAD_ORDER);
                assertRestoreEqualsTheDatabase();
                // A chunk goes once the position on the disk says that nobody needs it; it is written once a second.
                replicator.until(_ -> isSpoolEmpty());
            }
        }
    }

    /// An attempt that began before it was back fails after.
    private static ReplicatorStatus syncOfStoreThatIsBack(RunningReplicator replicator) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return replicator.sync();
            } catch (ProblemException e) {
                if (e.problem().code() != ProblemCode.STORE_UNREACHABLE || System.nanoTime() > limit) {
                    throw e;
                }
            }
        }
    }

    private boolean isSpoolEmpty() {
        try (var files = Files.walk(directory.resolve(".app.db-lifeboat/spool"))) {
            return files.noneMatch(Files::isRegularFile);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // It went while this looked: the next look is about what is left.
                return false;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// OB-3: the fence says that we are the writer, so it is our own history that somebody has touched.
    @Test
    void anObjectThatIsNotOursEndsTheGenerationAndIsLeftAlone() throws IOException {
        try (Application application = application()) {
            application.rows(5);
            UnreliableStore store = new UnreliableStore(root);
            try (RunningReplicator replicator = RunningReplicator.start(database, store)) {
                ReplicatorStatus status = replicator.sync();
                Path foreign = root.resolve("generations/" + status.generation().orElseThrow()
                        + String.format(
                                "/wal/00000000_%08x.wal.lz4",
                                status.captured().orElseThrow().offset()));
                Files.createDirectories(foreign.getParent());
                Files.writeString(foreign, "somebody else's");
                application.rows(5);

                replicator.until(now -> !now.generation().equals(status.generation())
                        && now.generation().isPresent()
                        && now.isEverythingAcknowledged());
                assertThat(foreign).hasContent("somebody else's");
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    /// Pitfall P1: a life is sealed long before its offsets would need nine digits.
    @Test
    void aWalThatGrowsTooLargeIsSealedInTime() throws IOException {
        try (Application application = application()) {
            application.rows(5);
            long limitBytes = 4_000_000;
            Replica replica = new Replica("file", new UnreliableStore(root));
            try (RunningReplicator replicator =
                    RunningReplicator.start(database, List.of(replica), Duration.ofMillis(20), limitBytes)) {
                replicator.until(status -> status.state() == State.REPLICATING);
                // Each has more than half of it: without a seal the limit would be passed.
                for (int life = 0; life < 2; life++) {
                    long seals = replicator.control().status().figures().seals();
                    do {
                        application.rows(10);
                    } while (replicator.sync().walBytes() <= limitBytes / 2);
                    // One that held its lock for too long is tried again after a pause.
                    replicator.until(status -> status.figures().seals() > seals);
                }
                assertThat(generations()).hasSize(1);
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    /// Pitfall P1, where a reader of the application makes every seal impossible.
    @Test
    void aWalThatGrowsTooLargeIsLetGoUntilTheApplicationRestartsIt() throws IOException {
        try (Application application = application();
                Application reader = Application.start(database, directory.resolve("no-ledger"))) {
            application.rows(5);
            reader.sql("BEGIN");
            reader.sql("SELECT count(*) FROM entry");
            Replica replica = new Replica("file", new UnreliableStore(root));
            try (RunningReplicator replicator =
                    RunningReplicator.start(database, List.of(replica), Duration.ofMillis(20), 400_000)) {
                application.rows(150);
                replicator.until(status -> status.state() == State.WAITING);
                assertThat(replicator.control().status().reason()).contains("more than a generation can hold");
                reader.kill();

                application.sql("PRAGMA wal_checkpoint(TRUNCATE)");
                application.rows(1);
                replicator.until(status -> status.state() == State.REPLICATING);
                replicator.sync();

                assertRestoreEqualsTheDatabase();
            }
        }
    }

    @Test
    void aSecondReplicatorIsRefusedAndToldWhoHoldsTheDatabase() throws IOException {
        try (Application application = application()) {
            application.rows(5);
            try (RunningReplicator replicator = replicator();
                    RunningReplicator second = RunningReplicator.start(database, directory.resolve("elsewhere"))) {
                assertThatThrownBy(second::await).isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER);
                    assertThat(e)
                            .hasMessageContaining(
                                    "process " + ProcessHandle.current().pid());
                });
                assertThat(replicator.sync().state()).isEqualTo(State.REPLICATING);
            }
        }
    }

    @Test
    void aMetaDirectoryWithALongPathIsListenedInToo() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(120)));
        database = deep.resolve("app.db");
        try (Application application = application();
                RunningReplicator replicator = replicator()) {
            application.rows(2);
            replicator.sync();
            assertThat(ControlClient.open(database)).isPresent();
            assertThat(Files.getPosixFilePermissions(deep.resolve(".app.db-lifeboat")))
                    .hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
            assertThat(Files.getPosixFilePermissions(deep.resolve(".app.db-lifeboat/control.sock")))
                    .hasSize(2);
        }
        assertThat(ControlClient.open(database)).isEmpty();
    }

    @Test
    void aSymbolicLinkToADatabaseIsReplicatedWhereItReallyLies() throws IOException {
        Path real = Files.createDirectories(directory.resolve("real")).resolve("data.db");
        Files.createSymbolicLink(database, real);
        try (Application application = application();
                RunningReplicator replicator = replicator()) {
            long last = application.rows(5);
            replicator.sync();
            assertThat(real.resolveSibling(".data.db-lifeboat")).isDirectory();
            assertThat(ForeignRestore.sqlite3(restored(), COUNT)).isEqualTo(last + "|" + last);
        }
    }
}
