package dev.lifeboat.bench.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// A real SQLite database in WAL mode that gets rows, a transaction at a time, and is checkpointed when it is told to.
final class Source implements Closeable {
    private final Path database;
    private final Connection connection;
    private final Statement statement;

    private Source(Path database) throws SQLException {
        this.database = database;
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        this.statement = connection.createStatement();
    }

    static Source in(Path scratch) throws IOException, SQLException {
        Source source = new Source(Files.createTempDirectory(scratch, "source").resolve("app.db"));
        source.statement.execute("PRAGMA journal_mode=WAL");
        source.statement.execute("PRAGMA synchronous=OFF");
        source.statement.execute("PRAGMA wal_autocheckpoint=0");
        source.statement.execute("CREATE TABLE customers(k INTEGER PRIMARY KEY, name TEXT, body TEXT)");
        source.statement.execute("CREATE INDEX by_name ON customers(name)");
        source.checkpoint();
        return source;
    }

    Path database() {
        return database;
    }

    Path wal() {
        return Path.of(database + "-wal");
    }

    /// One transaction with the rows `[from, to)`.
    void insert(long from, long to) throws SQLException {
        statement.execute("WITH RECURSIVE n(i) AS (SELECT " + from + " UNION ALL SELECT i+1 FROM n WHERE i<" + (to - 1)
                + ") INSERT INTO customers(name, body) SELECT printf('customer-%08d', i),"
                + " hex(randomblob(20))||' ordered, paid, shipped' FROM n");
    }

    void checkpoint() throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0) {
                throw new IllegalStateException("checkpoint was busy");
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            statement.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
