package dev.lifeboat.engine.live;

import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two connections of a sealed checkpoint that are opened for writing: one takes the write lock and writes nothing,
/// the other one checkpoints. Closed before the read mark (ST-1). Belongs to one thread, except that another one may
/// `unlock`: SQLite works on one connection while it waits for a disk on the other.
final class Sealing implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    /// Others checkpoint in milliseconds; whoever takes longer than this is waited for without the write lock.
    static final long BUSY_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /// An application that writes as fast as it can leaves the lock free for microseconds between two transactions;
    /// SQLite's own waiting in steps of milliseconds never meets one.
    private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final int SQLITE_BUSY = 5;

    private final Connection writer;
    private final Connection checkpointer;

    private Sealing(Connection writer, Connection checkpointer) {
        this.writer = writer;
        this.checkpointer = checkpointer;
    }

    static Sealing open(Path database) throws SQLException {
        Connection writer = SqliteSessions.openReadWrite(database);
        try {
            return new Sealing(writer, SqliteSessions.openReadWrite(database));
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    /// Whether the write lock was got before the limit.
    boolean lock(Duration limit) throws SQLException {
        long began = System.nanoTime();
        try (Statement statement = writer.createStatement()) {
            while (true) {
                try {
                    statement.execute("BEGIN IMMEDIATE");
                    return true;
                } catch (SQLException e) {
                    if (SqliteSessions.primaryCode(e) != SQLITE_BUSY) {
                        throw e;
                    }
                }
                long waited = System.nanoTime() - began;
                if (waited > limit.toNanos()) {
                    return false;
                }
                if (waited > SPIN_NANOS) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    void unlock() throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    CheckpointRow passive() throws SQLException {
        return CheckpointRow.passive(checkpointer);
    }

    /// Repeated until nobody else's checkpoint is in the way (giving up at the first starves, CP-3), or until the
    /// limit.
    CheckpointRow passive(long untilNanos) throws SQLException {
        CheckpointRow row = passive();
        while (row.isBusy() && System.nanoTime() - untilNanos < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            row = passive();
        }
        return row;
    }

    OptionalLong committedFrames() {
        return CheckpointRow.committedFrames(checkpointer);
    }

    CheckpointRow count() {
        return CheckpointRow.count(checkpointer);
    }

    CheckpointRow truncate() throws SQLException {
        return CheckpointRow.truncate(checkpointer);
    }

    @Override
    public void close() {
        close(writer);
        close(checkpointer);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing a connection: {}", e.getMessage());
        }
    }
}
