package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// L3: a read mark beside an application that checkpoints by itself.
class MarkBehindLockTest {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("app.db");
    }

    private Application application() {
        return Application.start(file, directory.resolve("ledger"));
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a while").isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Test
    void withoutTheLockAMarkMovesWhereNobodyCanSleepForItsNextSlotOrNoneHasMovedForLong() throws IOException {
        try (Application application = application()) {
            application.rows(3);
            long opened = System.nanoTime();
            try (LiveDatabase database = LiveDatabases.open(file)) {
                application.sql("BEGIN IMMEDIATE");
                long moved = untilMoved(database, false);
                assertThat(System.nanoTime() - opened).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
                untilMoved(database, true);
                assertThat(System.nanoTime() - moved).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
                assertThat(database.isMarkStanding()).isTrue();
            }
        }
    }

    /// When it was tried the last time.
    private static long untilMoved(LiveDatabase database, boolean isPause) {
        long[] tried = {0};
        until(() -> {
            tried[0] = System.nanoTime();
            return isMoved(database, isPause);
        });
        return tried[0];
    }

    private static boolean isMoved(LiveDatabase database, boolean isPause) {
        try {
            return database.renewBehindLock(isPause, _ -> true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLockIsGivenBackBeforeTheRestIsCaptured() throws IOException {
        try (Application application = application()) {
            application.rows(3);
            try (LiveDatabase database = LiveDatabases.open(file)) {
                application.sql("PRAGMA busy_timeout=0");
                assertThat(database.renewBehindLock(false, _ -> application.rows(1) == 4))
                        .isTrue();
                assertThat(database.isMarkStanding()).isTrue();
            }
        }
    }

    /// Once for each slot that it waits for: the mark behind the end of the WAL, the one at it.
    @Test
    void aCheckpointThatWaitsForTheMarkIsSeenUntilTheMarkIsOutOfItsWay() throws IOException {
        try (Application application = application()) {
            application.rows(3);
            try (LiveDatabase database = LiveDatabases.open(file)) {
                Assumptions.assumeTrue(database.slot().isPresent(), "no locks to be seen in /proc/locks");
                application.rows(3);
                assertThat(database.isCheckpointWaiting()).isFalse();
                application.sql("PRAGMA busy_timeout=50000");
                CompletableFuture<String> restart =
                        CompletableFuture.supplyAsync(() -> application.sql("PRAGMA wal_checkpoint(RESTART)"));
                until(database::isCheckpointWaiting);
                assertThat(restart).isNotDone();
                until(() -> isMoved(database, true));
                until(database::isBackfilled);
                assertThat(isMoved(database, true)).isTrue();
                assertThat(restart.join()).startsWith("0|");
                assertThat(database.isCheckpointWaiting()).isFalse();
            }
        }
    }
}
