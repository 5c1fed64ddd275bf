package dev.lifeboat.engine.replicate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// What made SQLite before 3.51.3 lose committed pages (L4): a connection that has the database mapped checkpoints
/// while another one commits, which then writes more frames than the WAL had, so that it restarts. Each round ends with
/// a TRUNCATE and a count.
final class ResetRace implements AutoCloseable {
    private static final int ROW_BYTES = 3_000;
    private static final int SCATTERED = 500;

    private final Connection writer;
    private final Connection checkpointer;
    private final String url;
    private long rows;

    ResetRace(String url, int megabytes) throws SQLException {
        this.url = url;
        writer = DriverManager.getConnection(url);
        checkpointer = DriverManager.getConnection(url);
        run(writer, "PRAGMA journal_mode=wal");
        run(writer, "PRAGMA synchronous=NORMAL");
        run(writer, "PRAGMA busy_timeout=5000");
        run(checkpointer, "PRAGMA busy_timeout=0");
        run(checkpointer, "PRAGMA mmap_size=" + 2L * megabytes * 1024 * 1024);
        run(writer, "CREATE TABLE IF NOT EXISTS big (n INTEGER PRIMARY KEY, payload BLOB NOT NULL)");
        int wanted = (int) (megabytes * 1024L * 1024 / ROW_BYTES);
        insert(wanted);
        number(checkpointer, "SELECT sum(length(payload)) FROM big");
    }

    /// How many rows were lost, in all rounds.
    long run(int rounds) throws SQLException {
        long lost = 0;
        for (int round = 0; round < rounds; round++) {
            scatter(round);
            AtomicBoolean isDone = new AtomicBoolean();
            CompletableFuture<Void> checkpoint = CompletableFuture.runAsync(() -> {
                run(checkpointer, "PRAGMA wal_checkpoint(PASSIVE)");
                isDone.set(true);
            });
            do {
                insert(1);
            } while (!isDone.get());
            checkpoint.join();
            insert(3 * SCATTERED);
            run(checkpointer, "PRAGMA wal_checkpoint(TRUNCATE)");
            try (Connection fresh = DriverManager.getConnection(url)) {
                lost += rows - number(fresh, "SELECT count(*) FROM big NOT INDEXED");
            }
        }
        return lost;
    }

    private void scatter(int round) throws SQLException {
        writer.setAutoCommit(false);
        try (PreparedStatement update = writer.prepareStatement("UPDATE big SET payload=randomblob(?) WHERE n=?")) {
            for (long i = 0; i < SCATTERED; i++) {
                update.setInt(1, ROW_BYTES);
                update.setLong(2, 1 + (i * 7919 + round) % rows);
                update.executeUpdate();
            }
        }
        writer.commit();
        writer.setAutoCommit(true);
    }

    private void insert(int count) throws SQLException {
        writer.setAutoCommit(false);
        try (PreparedStatement insert = writer.prepareStatement("INSERT INTO big(payload) VALUES (randomblob(?))")) {
            for (int i = 0; i < count; i++) {
                insert.setInt(1, ROW_BYTES);
                insert.executeUpdate();
            }
        }
        writer.commit();
        writer.setAutoCommit(true);
        rows += count;
    }

    /// A checkpoint that finds somebody in its way is of no use, and no harm.
    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) != LoadMain.SQLITE_BUSY) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        writer.close();
        checkpointer.close();
    }
}
