package dev.lifeboat.rig.app;

import dev.lifeboat.rig.RowChain;
import dev.lifeboat.rig.SqliteAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.SplittableRandom;

/// One connection of the application: each [#write] is one transaction, which appends the next row of the chain and
/// does the other work that was asked for.
final class RowWriter implements AutoCloseable {
    private static final byte[] WORDS = "the quick brown fox keeps the ledger ".getBytes(StandardCharsets.UTF_8);

    private final Connection connection;
    private final PreparedStatement insert;
    private final Workload workload;
    private final RowChain chain = new RowChain();
    private final SplittableRandom random;
    private final int payloadBytes;
    private final int randomBytes;
    private long last;
    private byte[] lastHash;

    private RowWriter(AppOptions options, Connection connection, Workload workload) throws SQLException {
        this.connection = connection;
        this.workload = workload;
        this.payloadBytes = options.payloadBytes();
        this.randomBytes = (int) ((long) payloadBytes * options.randomPercent() / 100);
        this.insert = connection.prepareStatement("INSERT INTO entry(n, payload, h) VALUES (?, ?, ?)");
        this.lastHash = RowChain.start();
        readLast();
        this.random = new SplittableRandom(options.seed() + last);
    }

    /// Opens the database, makes it where it is missing, and looks where the chain ends.
    static RowWriter open(AppOptions options) throws SQLException {
        boolean isNew = !Files.exists(options.database());
        // The driver would ask for the row id after each insert, and leave that statement open in the way of VACUUM.
        Properties properties = new Properties();
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection(SqliteAddress.create(options.database()), properties);
        try {
            Workload workload = new Workload(options.also());
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=" + options.busyTimeoutMillis());
                if (isNew) {
                    statement.execute("PRAGMA page_size=" + options.pageSize());
                    workload.beforeFirstTable(statement);
                    statement.execute("PRAGMA journal_mode=WAL");
                }
                statement.execute("PRAGMA synchronous=" + options.synchronous());
                statement.execute("PRAGMA wal_autocheckpoint=" + options.autoCheckpointPages());
                statement.execute("CREATE TABLE IF NOT EXISTS entry(n INTEGER PRIMARY KEY, payload BLOB NOT NULL,"
                        + " h BLOB NOT NULL)" + workload.tableEnding());
                workload.createTables(statement);
            }
            return new RowWriter(options, connection, workload);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void readLast() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n, h FROM entry ORDER BY n DESC LIMIT 1")) {
            if (rows.next()) {
                last = rows.getLong(1);
                lastHash = rows.getBytes(2);
            }
        }
    }

    /// Commits the next row and returns its number.
    long write() throws SQLException {
        long n = last + 1;
        byte[] payload = payload();
        byte[] hash = chain.next(lastHash, n, payload);
        insert.setLong(1, n);
        insert.setBytes(2, payload);
        insert.setBytes(3, hash);
        workload.commit(connection, n, insert);
        last = n;
        lastHash = hash;
        workload.afterCommit(connection, n);
        return n;
    }

    private byte[] payload() {
        byte[] payload = new byte[payloadBytes];
        for (int at = 0; at < randomBytes; at += Long.BYTES) {
            long bits = random.nextLong();
            for (int i = at; i < Math.min(at + Long.BYTES, randomBytes); i++) {
                payload[i] = (byte) bits;
                bits >>>= Byte.SIZE;
            }
        }
        for (int at = randomBytes; at < payloadBytes; at++) {
            payload[at] = WORDS[at % WORDS.length];
        }
        return payload;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
