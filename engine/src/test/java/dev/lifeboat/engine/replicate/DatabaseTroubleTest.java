package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DB-1 to DB-3: states that are named, with nothing created and nothing guessed.
class DatabaseTroubleTest {
    @TempDir
    Path directory;

    private Path database;
    private Path root;

    @BeforeEach
    void names() {
        database = directory.resolve("app.db");
        root = directory.resolve("replica");
    }

    private String reasonFor() {
        try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
            ReplicatorStatus status = replicator.until(now -> now.state() != State.STARTING);
            assertThat(status.state()).isEqualTo(State.WAITING);
            assertThatThrownBy(replicator::sync).isInstanceOf(ProblemException.class);
            return status.reason();
        } finally {
            assertThat(root).doesNotExist();
        }
    }

    @Test
    void aMissingDatabaseIsWaitedForAndNotCreated() {
        assertThat(reasonFor()).contains("there is no database");
        assertThat(database).doesNotExist();
    }

    @Test
    void aDirectoryThatIsMountedLaterIsWaitedFor() throws IOException {
        Path volume = directory.resolve("volume");
        Path later = volume.resolve("app.db");
        List<Replica> replicas = List.of(new Replica("file", new FileObjectStore(root)));
        try (RunningReplicator replicator =
                RunningReplicator.begin(later, replicas, Duration.ofMillis(20), Replicator.WAL_LIMIT_BYTES)) {
            assertThat(replicator
                            .until(status -> status.state() == State.WAITING)
                            .reason())
                    .contains("there is no directory")
                    .contains(volume.toString());
            assertThat(ControlClient.open(later)).isEmpty();
            assertThat(volume).as("waiting makes nothing").doesNotExist();

            Files.createDirectory(volume);

            replicator.until(status -> status.reason().contains("there is no database"));
        }
    }

    @Test
    void theEndIsNotWaitedForWhereThereIsNoDirectory() {
        RunningReplicator replicator = RunningReplicator.begin(
                directory.resolve("volume/app.db"), List.of(), Duration.ofSeconds(60), Replicator.WAL_LIMIT_BYTES);
        replicator.until(status -> status.state() == State.WAITING);
        assertThat(replicator.stop().everythingAcknowledged()).isTrue();
    }

    @Test
    void aWalWithoutItsDatabaseIsNamedAndLeftAlone() throws IOException {
        Path wal = Files.writeString(directory.resolve("app.db-wal"), "the only copy");
        assertThat(reasonFor()).contains("is gone but app.db-wal is still there");
        assertThat(database).doesNotExist();
        assertThat(wal).hasContent("the only copy");
    }

    @Test
    void anEmptyDatabaseIsNamed() throws IOException {
        Files.createFile(database);
        assertThat(reasonFor()).contains("has no bytes yet");
        assertThat(database).isEmptyFile();
    }

    @Test
    void whatIsNoDatabaseIsNamed() throws IOException {
        Files.writeString(database, "encrypted, or a letter to a friend. ".repeat(20));
        assertThat(reasonFor()).contains("is not a database");
    }

    @Test
    void aDatabaseInRollbackModeIsNamedAndTakenUpWhenItsModeChanges() throws IOException {
        ForeignRestore.sqlite3(database, "CREATE TABLE entry(n)");
        assertThat(reasonFor()).contains("not in WAL mode");
        try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
            replicator.until(status -> status.state() == State.WAITING);
            ForeignRestore.sqlite3(database, "PRAGMA journal_mode=wal");
            replicator.until(status -> status.state() == State.REPLICATING && status.isEverythingAcknowledged());
        }
    }

    @Test
    void versionBytesThatNobodyKnowsAreNamed() throws IOException {
        ForeignRestore.sqlite3(database, "PRAGMA journal_mode=wal; CREATE TABLE entry(n)");
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.seek(18);
            file.write(new byte[] {3, 3});
        }
        assertThat(reasonFor()).contains("unsupported version bytes 3/3");
    }

    @Test
    void aReplacedDatabaseIsAnIncidentUntilSomeoneSaysReopen() throws IOException {
        try (Application application = Application.start(database, directory.resolve("ledger"));
                RunningReplicator replicator = RunningReplicator.start(database, root)) {
            application.rows(3);
            ReplicatorStatus before = replicator.sync();
            application.kill();
            Path other = directory.resolve("other.db");
            ForeignRestore.sqlite3(
                    other, "PRAGMA journal_mode=wal; CREATE TABLE entry(n); INSERT INTO entry VALUES (5)");
            // At once, and its WAL goes later: a look in between finds another incident.
            Files.move(other, database, StandardCopyOption.ATOMIC_MOVE);

            ReplicatorStatus incident = replicator.until(status -> status.state() == State.INCIDENT);
            assertThat(incident.reason()).contains("no longer the file that was replicated");
            assertThat(FileSetBytes.descriptors(ProcessHandle.current().pid(), database))
                    .isEmpty();
            Files.delete(directory.resolve("app.db-wal"));
            Files.delete(directory.resolve("app.db-shm"));

            ReplicatorStatus after = replicator.control().reopen();
            assertThat(after.state()).isEqualTo(State.REPLICATING);
            assertThat(after.generation()).isNotEqualTo(before.generation());
        }
    }

    @Test
    void aDeletedDatabaseIsAnIncidentAndIsNotCreatedAgain() throws IOException {
        try (Application application = Application.start(database, directory.resolve("ledger"));
                RunningReplicator replicator = RunningReplicator.start(database, root)) {
            application.rows(3);
            replicator.sync();
            Files.delete(database);
            replicator.until(status -> status.state() == State.INCIDENT);
        }
        assertThat(database).doesNotExist();
        assertThat(directory.resolve("app.db-wal")).isNotEmptyFile();
    }
}
