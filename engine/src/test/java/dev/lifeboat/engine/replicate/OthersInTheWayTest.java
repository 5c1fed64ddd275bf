package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Applications and others that do what a replicator would rather not have, and what it says then. Nothing is lost.
class OthersInTheWayTest {
    private static final CheckpointSettings SEALS_AT_EVERY_PAUSE =
            new CheckpointSettings(Duration.ofMillis(100), 1, 10_000, 0);

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

    private static boolean says(ReplicatorStatus status, String words) {
        return status.notices().stream().anyMatch(notice -> notice.contains(words));
    }

    @Test
    void anApplicationThatTruncatesTheWalIsTold() throws IOException {
        try (Application application = application();
                RunningReplicator replicator = RunningReplicator.start(database, root, SEALS_AT_EVERY_PAUSE)) {
            replicator.sync();
            application.rows(20);
            ReplicatorStatus sealed =
                    replicator.until(status -> status.figures().seals() > 0 && status.isEverythingAcknowledged());
            assertThat(says(sealed, "resets the WAL")).isFalse();

            // Possible once the last row is sealed too.
            application.sql("PRAGMA busy_timeout=0");
            replicator.until(
                    _ -> application.sql("PRAGMA wal_checkpoint(TRUNCATE)").equals("0|0|0"));
            application.sql("PRAGMA busy_timeout=5000");

            replicator.until(status -> says(status, "somebody else resets the WAL"));
            application.rows(5);
            assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            assertRestoreEqualsTheDatabase();
        }
    }

    /// These wait for every read mark, the write lock in hand.
    @ParameterizedTest
    @ValueSource(strings = {"FULL", "RESTART", "TRUNCATE"})
    void aCheckpointOfTheApplicationNeedNotWaitForLong(String mode) throws IOException {
        try (Application application = application();
                RunningReplicator replicator = RunningReplicator.start(database, root)) {
            replicator.sync();
            application.sql("PRAGMA busy_timeout=20000");
            for (int round = 0; round < 5; round++) {
                application.rows(20);
                long begin = System.nanoTime();
                assertThat(application.sql("PRAGMA wal_checkpoint(" + mode + ")"))
                        .startsWith("0|");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
            }
            application.rows(5);
            assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            assertRestoreEqualsTheDatabase();
        }
    }

    /// DB-3: while we are connected nobody can leave WAL mode; after a pause the new mode is named.
    @Test
    void leavingWalModeIsRefusedWhileWeWatchAndNamedAfterAPause() throws IOException {
        try (RunningReplicator replicator = watched()) {
            try (Application application = application()) {
                application.rows(20);
                replicator.sync();
                assertThat(application.sql("PRAGMA journal_mode=delete")).contains("locked");
                application.rows(5);
                replicator.sync();
                replicator.control().release();
                assertThat(application.sql("PRAGMA journal_mode=delete")).isEqualTo("delete");
            }
            assertThatThrownBy(() -> replicator.control().reopen()).hasMessageContaining("not in WAL mode");
            ReplicatorStatus waiting = replicator.until(status -> status.state() == State.WAITING);
            assertThat(waiting.reason()).contains("not in WAL mode", "PRAGMA journal_mode=wal");
            try (Application application = application()) {
                application.rows(5);
                replicator.until(status -> status.state() == State.REPLICATING);
                replicator.sync();
                assertRestoreEqualsTheDatabase();
            }
        }
    }

    private RunningReplicator watched() throws IOException {
        try (Application application = application()) {
            application.rows(1);
        }
        return RunningReplicator.start(database, root);
    }

    /// DB-8.
    @Test
    void anotherReplicatorThatHasTheDatabaseOpenIsNamed() throws IOException {
        Path foreign = directory.resolve("litestream");
        Files.copy(Path.of("/bin/sleep"), foreign);
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(directory.resolve(".app.db-litestream"));
        try (Application application = application()) {
            application.rows(1);
            Process process = new ProcessBuilder(
                            "bash", "-c", "exec \"$0\" 60 3<\"$1\"", foreign.toString(), database.toString())
                    .start();
            awaitName(process, "litestream");
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                ReplicatorStatus status = replicator.sync();
                assertThat(says(status, "has this database open (process " + process.pid() + ")"))
                        .as("%s", status.notices())
                        .isTrue();
            } finally {
                process.destroyForcibly().onExit().join();
            }
        }
    }

    private static void awaitName(Process process, String name) throws IOException {
        Path comm = Path.of("/proc/" + process.pid() + "/comm");
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!Files.readString(comm).startsWith(name) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// M4, short.
    @Test
    void aReaderThatStaysIsToldWithTheSizeOfTheWalUntilItGoes() throws IOException {
        try (Application application = application();
                Application reader = Application.start(database, directory.resolve("none"));
                RunningReplicator replicator = RunningReplicator.start(database, root, SEALS_AT_EVERY_PAUSE)) {
            application.rows(10);
            replicator.sync();
            reader.sql("BEGIN");
            reader.sql("SELECT count(*) FROM entry");
            application.rows(50);

            ReplicatorStatus blocked =
                    replicator.until(status -> says(status, "a reader of the application has kept the WAL"));

            assertThat(blocked.notices()).anyMatch(notice -> notice.contains(blocked.walBytes() + " bytes"));
            assertThat(blocked.state()).isEqualTo(State.REPLICATING);
            application.rows(5);
            replicator.sync();
            assertRestoreEqualsTheDatabase();
            reader.sql("ROLLBACK");
            application.rows(5);
            replicator.until(status -> !says(status, "a reader"));
            assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            assertRestoreEqualsTheDatabase();
        }
    }

    @Test
    void aDatabaseThatCannotBeWrittenIsReplicatedAndNotCheckpointed() throws IOException {
        try (Application application = application()) {
            application.rows(20);
            Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("r--r--r--"));
            replicatedWithoutCheckpoints(application);
        }
    }

    /// Our own directory has to be there and ours.
    @Test
    void soIsOneInADirectoryThatCannotBeWritten() throws IOException {
        try (Application application = application()) {
            application.rows(20);
            Files.createDirectory(directory.resolve(".app.db-lifeboat"));
            Files.createDirectory(root);
            Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("r--r--r--"));
            Files.setPosixFilePermissions(
                    directory.resolve("app.db-shm"), PosixFilePermissions.fromString("r--r--r--"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
            try {
                replicatedWithoutCheckpoints(application);
            } finally {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private void replicatedWithoutCheckpoints(Application application) throws IOException {
        try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root, withoutPowerOverFiles())) {
            ControlClient control = replicator.control();
            for (int i = 0; i < 5; i++) {
                application.rows(10);
                ReplicatorStatus status = control.sync();
                assertThat(status.state()).isEqualTo(State.REPLICATING);
                assertThat(says(status, "never checkpointed by Lifeboat: the database or its -shm cannot be written"))
                        .as("%s", status.notices())
                        .isTrue();
                assertThat(status.figures().seals()).isZero();
                assertThat(status.figures().generations()).isEqualTo(1);
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertRestoreEqualsTheDatabase();
            replicator.terminate();
        }
    }

    /// Root may write everything; it has to give that up first.
    private String[] withoutPowerOverFiles() throws IOException {
        if (!Files.getOwner(directory).getName().equals("root")) {
            return new String[0];
        }
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "skipped as root without setpriv");
        String power = "-dac_override,-dac_read_search";
        return new String[] {"setpriv", "--bounding-set", power, "--inh-caps", power};
    }
}
