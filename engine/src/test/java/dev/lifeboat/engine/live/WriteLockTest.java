package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// D2: the write lock goes back at the deadline or stays until the end, and both sides agree which.
class WriteLockTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int SQLITE_BUSY = 5;

    @TempDir
    Path directory;

    private DatabasePath path;
    private Connection other;
    private Sealing sealing;

    @BeforeEach
    void open() throws IOException, SQLException {
        path = DatabasePath.resolve(directory.resolve("app.db"));
        try (Connection first = DriverManager.getConnection("jdbc:sqlite:file:" + path)) {
            execute(first, "PRAGMA journal_mode=WAL");
            execute(first, "CREATE TABLE entry(n)");
        }
        other = DriverManager.getConnection(SqliteUrl.readWrite(path.file()).text());
        sealing = Sealing.open(path.file());
    }

    @AfterEach
    void close() throws SQLException {
        sealing.close();
        other.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Waits so long at most.
    private boolean canOtherWrite(Duration busyTimeout) throws SQLException {
        execute(other, "PRAGMA busy_timeout=" + busyTimeout.toMillis());
        try {
            execute(other, "INSERT INTO entry VALUES (1)");
            return true;
        } catch (SQLException e) {
            assertThat(e.getErrorCode() & 0xff).isEqualTo(SQLITE_BUSY);
            return false;
        }
    }

    @Test
    void untilTheDeadlineNobodyElseWritesAndAfterItTheyDo() throws IOException, SQLException {
        try (WriteLock lock = WriteLock.take(sealing, path, PATIENCE, NEVER).orElseThrow()) {
            assertThat(canOtherWrite(Duration.ZERO)).isFalse();
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(canOtherWrite(Duration.ZERO)).isTrue();
        WriteLock lock =
                WriteLock.take(sealing, path, PATIENCE, Duration.ofMillis(200)).orElseThrow();
        assertThat(canOtherWrite(Duration.ofSeconds(30))).isTrue();
        assertThat(lock.isHeld()).isFalse();
        assertThat(lock.keep()).isFalse();
        // The other one writes before the watchdog has noted when: that is waited for here.
        lock.close();
        long nanos = lock.nanosHeld();
        assertThat(nanos).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(canOtherWrite(Duration.ZERO)).isTrue();
        assertThat(lock.nanosHeld()).isEqualTo(nanos);
    }

    @Test
    void whatIsKeptHasNoDeadline() throws IOException, SQLException {
        Duration deadline = Duration.ofSeconds(1);
        try (WriteLock lock = WriteLock.take(sealing, path, PATIENCE, deadline).orElseThrow()) {
            assertThat(lock.keep()).isTrue();
            assertThat(canOtherWrite(deadline.plusMillis(200))).isFalse();
            assertThat(lock.nanosHeld()).isGreaterThan(deadline.toNanos());
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(canOtherWrite(Duration.ZERO)).isTrue();
    }

    @Test
    void whereBothComeAtOnceTheyNeverDisagree() throws IOException, SQLException {
        SplittableRandom random = new SplittableRandom(3);
        int kept = 0;
        int overdue = 0;
        for (int round = 0; round < 100 || kept == 0 || overdue == 0; round++) {
            assertThat(round).as("rounds until both were seen").isLessThan(10_000);
            try (WriteLock lock = WriteLock.take(sealing, path, PATIENCE, Duration.ofMillis(2))
                    .orElseThrow()) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(1_000, 3_000)));
                if (lock.keep()) {
                    kept++;
                    assertThat(canOtherWrite(Duration.ZERO)).isFalse();
                } else {
                    overdue++;
                    assertThat(canOtherWrite(Duration.ofSeconds(30))).isTrue();
                }
            }
            assertThat(canOtherWrite(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void aLockThatCannotBeHadLeavesNoWatchdogBehind() throws IOException, SQLException {
        execute(other, "BEGIN IMMEDIATE");
        assertThat(WriteLock.take(sealing, path, PATIENCE, NEVER)).isEmpty();
        execute(other, "ROLLBACK");
        WriteLock.take(sealing, path, PATIENCE, NEVER).orElseThrow().close();
        assertThat(endsSoon("lock-watchdog")).isTrue();
    }

    private static boolean endsSoon(String name) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (isAlive(name) && System.nanoTime() < limit) {
            LockSupport.parkNanos(1_000_000);
        }
        return !isAlive(name);
    }

    private static boolean isAlive(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }
}
