package dev.lifeboat.engine.live;

import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The application's write lock while we have it, for a seal or for a mark. A seal may sit in an fsync on a disk that
/// hangs (D2): when the deadline is over, another thread gives the lock back, whatever the seal waits for.
///
/// Either the seal gets the lock for good (`keep`) or the watchdog gives it back, never both. That is decided once, and
/// before the lock is given back: whoever sees `isHeld` knows that nobody could write until then. The watchdog is a
/// thread that lives as long as the lock is held, so an idle process has none, however many databases it watches.
final class WriteLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteLock.class);

    private enum Phase {
        WANTED,
        WATCHED,
        KEPT,
        OVERDUE,
        GONE
    }

    private final Sealing sealing;
    private final DatabasePath path;
    private final Duration deadline;
    private Phase phase = Phase.WANTED;
    private long takenNanos;
    private long goneNanos;
    private Optional<SQLException> failure = Optional.empty();

    private WriteLock(Sealing sealing, DatabasePath path, Duration deadline) {
        this.sealing = sealing;
        this.path = path;
        this.deadline = deadline;
    }

    /// Nothing where the application did not let go of it for as long as `patience`. `deadline` counts from when it
    /// is got.
    static Optional<WriteLock> take(Sealing sealing, DatabasePath path, Duration patience, Duration deadline)
            throws SQLException {
        WriteLock lock = new WriteLock(sealing, path, deadline);
        // Before the lock: a thread that cannot be started must not leave it held.
        try {
            Thread.ofPlatform().daemon().name("lock-watchdog").start(lock::watch);
        } catch (OutOfMemoryError e) {
            LOG.warn("the write lock of {} is not taken, there is no thread to watch it: {}", path, e.getMessage());
            return Optional.empty();
        }
        boolean isGot = false;
        try {
            isGot = sealing.lock(patience);
        } finally {
            lock.become(isGot ? Phase.WATCHED : Phase.GONE);
        }
        return isGot ? Optional.of(lock) : Optional.empty();
    }

    private synchronized void become(Phase next) {
        if (next == Phase.WATCHED) {
            takenNanos = System.nanoTime();
        } else if (next == Phase.GONE && phase != Phase.GONE) {
            goneNanos = System.nanoTime();
        }
        phase = next;
        notifyAll();
    }

    /// Whether nobody else could write from the beginning until now.
    synchronized boolean isHeld() {
        return phase == Phase.WATCHED || phase == Phase.KEPT;
    }

    /// From here on there is no deadline. False where it was over: then the lock is not ours any more.
    synchronized boolean keep() {
        if (phase == Phase.WATCHED) {
            become(Phase.KEPT);
        }
        return phase == Phase.KEPT;
    }

    /// How long writers had to wait, so far.
    synchronized long nanosHeld() {
        return (phase == Phase.GONE ? goneNanos : System.nanoTime()) - takenNanos;
    }

    private void watch() {
        if (!isOverdue()) {
            return;
        }
        try {
            sealing.unlock();
        } catch (SQLException e) {
            fail(e);
        } finally {
            become(Phase.GONE);
        }
        // Last, because a log may lie on the same disk.
        if (failed().isPresent()) {
            LOG.error(
                    "giving back the write lock of {}: {}", path, failed().get().getMessage());
        } else {
            LOG.warn(
                    "gave back the write lock of {} after {} ms, before what is done behind it had ended",
                    path,
                    deadline.toMillis());
        }
    }

    /// Waits for the end of the deadline; false where the lock was given back or kept before.
    private synchronized boolean isOverdue() {
        while (phase == Phase.WANTED) {
            await(Long.MAX_VALUE);
        }
        while (phase == Phase.WATCHED) {
            long left = deadline.toNanos() - (System.nanoTime() - takenNanos);
            if (left <= 0) {
                phase = Phase.OVERDUE;
            } else {
                await(left);
            }
        }
        return phase == Phase.OVERDUE;
    }

    private synchronized void fail(SQLException e) {
        failure = Optional.of(e);
    }

    private synchronized void await(long nanos) {
        try {
            wait(Math.clamp(Math.ceilDiv(nanos, 1_000_000L), 1, TimeUnit.HOURS.toMillis(1)));
        } catch (InterruptedException e) {
            // Nobody should (LK-7). Not restored: with the flag up, the next channel this thread uses would close
            // itself.
            LOG.debug("interrupted", e);
        }
    }

    /// Gives it back, or waits until the watchdog has. Throws where that failed.
    @Override
    public void close() throws IOException {
        try {
            if (isOurs()) {
                sealing.unlock();
            } else if (failed().isPresent()) {
                throw failed().get();
            }
        } catch (SQLException e) {
            throw new IOException("giving back the write lock: " + e.getMessage(), e);
        } finally {
            become(Phase.GONE);
        }
    }

    /// What is ours here nobody else gives back any more.
    private synchronized boolean isOurs() {
        boolean ours = keep();
        while (!ours && phase == Phase.OVERDUE) {
            await(Long.MAX_VALUE);
        }
        return ours;
    }

    private synchronized Optional<SQLException> failed() {
        return failure;
    }
}
