package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The replicator as a process: what becomes of it, of the application and of the database when someone is killed.
class ReplicatorProcessTest {
    private static final String COUNT = "SELECT count(*) || '|' || max(n) FROM entry";

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

    private long restoredRows() throws IOException {
        Path output = directory.resolve("restored-" + System.nanoTime() + ".db");
        assertThat(ForeignRestore.restore(root, output)).endsWith("ok");
        String[] counts = ForeignRestore.sqlite3(output, COUNT).split("\\|", -1);
        assertThat(counts[0]).as("rows are 1 to n without a hole").isEqualTo(counts[1]);
        return Long.parseLong(counts[1]);
    }

    /// Short K1: what was acknowledged is in the restore, and each start comes up by itself.
    @Test
    void killedUnderLoadNothingAcknowledgedIsMissing() throws IOException {
        try (Application application = Application.start(database, ledger)) {
            application.writeForever();
            for (int cycle = 0; cycle < 10; cycle++) {
                long acknowledged;
                try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
                    List<Long> before = Application.ledger(ledger);
                    replicator.control().sync();
                    acknowledged = before.isEmpty() ? 0 : before.getLast();
                    replicator.kill();
                }
                assertThat(restoredRows()).isGreaterThanOrEqualTo(acknowledged);
            }
            assertThat(application.pid()).isPositive();
        }
        assertThat(ForeignRestore.sqlite3(database, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    /// Short K2: the application dies between its writes, ours goes on.
    @Test
    void anApplicationKilledUnderLoadIsFollowedThroughItsRestarts() throws IOException {
        try (Application first = Application.start(database, ledger)) {
            first.rows(1);
            try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
                for (int cycle = 0; cycle < 10; cycle++) {
                    int ledgerBefore = Application.ledger(ledger).size();
                    try (Application application = Application.start(database, ledger)) {
                        application.writeForever();
                        waitForLedger(ledgerBefore + 20 + cycle);
                    }
                    long last = Application.ledger(ledger).getLast();
                    replicator.control().sync();
                    assertThat(restoredRows()).isGreaterThanOrEqualTo(last);
                }
                long rows = first.rows(1);
                replicator.control().sync();
                assertThat(restoredRows()).isEqualTo(rows);
            }
        }
    }

    private void waitForLedger(int lines) throws IOException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (Application.ledger(ledger).size() < lines && System.nanoTime() < deadline) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    /// ST-2 and L7.
    @Test
    void sigtermSendsWhatIsLeftAndLeavesTheFileSetAsItWas() throws IOException {
        try (Application application = Application.start(database, ledger);
                ReplicatorProcess replicator = ReplicatorProcess.start(database, root)) {
            replicator.control().sync();
            long last = application.rows(40);
            Map<String, String> before = FileSetBytes.hashes(database);

            replicator.terminate();

            assertThat(FileSetBytes.hashes(database)).isEqualTo(before).containsKeys("", "-wal", "-shm");
            assertThat(restoredRows()).isEqualTo(last);
            assertThat(application.rows(1)).isEqualTo(last + 1);
        }
    }

    @Test
    void aReplicatorOfAnotherProcessHoldsTheDatabase() throws IOException {
        try (Application application = Application.start(database, ledger);
                ReplicatorProcess holder = ReplicatorProcess.start(database, root)) {
            application.rows(1);
            long pid = holder.pid();
            try (RunningReplicator second = RunningReplicator.start(database, directory.resolve("elsewhere"))) {
                assertThatThrownBy(second::await).isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER);
                    assertThat(e).hasMessageContaining("process " + pid + " on ");
                });
            }
            assertThat(holder.control().sync().state()).isEqualTo(ReplicatorStatus.State.REPLICATING);
            holder.kill();
            Path leftover = Files.createDirectories(directory.resolve(".app.db-lifeboat/spool/00112233445566ff"));
            Files.writeString(leftover.resolve("00000000_00000000.wal"), "captured, never acknowledged");
            try (RunningReplicator next = RunningReplicator.start(database, root)) {
                assertThat(next.sync().state()).isEqualTo(ReplicatorStatus.State.REPLICATING);
                assertThat(leftover).doesNotExist();
            }
        }
    }

    /// L1, through seals under an application at full speed: one raw open, no descriptor of the database or the -shm
    /// closed before the end, locks and read mark never absent. L6: one SQLite in the process.
    @Test
    void theLocksAreNeverAbsentAndNoDescriptorIsClosedBeforeTheEnd() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "skipped without strace");
        Path trace = directory.resolve("trace");
        String[] strace = {
            "strace",
            "-f",
            "-y",
            "-qq",
            "--seccomp-bpf",
            "-e",
            "trace=openat,close,dup,dup2,dup3",
            "-o",
            trace.toString()
        };
        ForeignRestore.sqlite3(database, "PRAGMA journal_mode=wal; CREATE TABLE entry(n)");
        try (ReplicatorProcess replicator = ReplicatorProcess.start(database, root, strace)) {
            replicator.control().sync();
            try (Load application = Load.start("write", database.toString(), "5", "4", "0");
                    LockSampler locks = LockSampler.start(replicator.pid(), database)) {
                application.result();
                ReplicatorStatus status = sealed(replicator);
                assertThat(status.figures().seals()).isPositive();
                assertThat(status.figures().generations()).isEqualTo(1);
                assertThat(locks.samples()).isGreaterThan(20);
                assertThat(locks.absences()).isEmpty();
            }
            assertThat(closes(trace)).isEmpty();
            assertThat(rawOpens(trace)).hasSize(1);
            assertThat(librariesOf(replicator.pid())).hasSize(1);
            replicator.control().release();
            assertThat(closes(trace)).isNotEmpty();
        }
    }

    /// The application pauses now, so a seal comes soon.
    private static ReplicatorStatus sealed(ReplicatorProcess replicator) throws IOException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        ReplicatorStatus status = replicator.control().sync();
        while (status.figures().seals() == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
            status = replicator.control().status();
        }
        return status;
    }

    private static List<String> librariesOf(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
                .filter(line -> line.matches(".*sqlite[^/]*\\.so.*"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
    }

    private List<String> closes(Path trace) throws IOException {
        return Files.readAllLines(trace).stream()
                .filter(line -> line.contains("close("))
                .filter(line -> line.contains("<" + database + ">") || line.contains("<" + database + "-shm>"))
                .toList();
    }

    /// Opens that are not SQLite's: it opens with O_NOFOLLOW, Java's files do not.
    private List<String> rawOpens(Path trace) throws IOException {
        return Files.readAllLines(trace).stream()
                .filter(line -> line.contains("openat(") && !line.contains("O_NOFOLLOW"))
                .filter(line -> line.contains("\"" + database + "\"") || line.contains("\"" + database + "-shm\""))
                .toList();
    }
}
