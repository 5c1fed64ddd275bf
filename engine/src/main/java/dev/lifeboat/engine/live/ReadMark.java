package dev.lifeboat.engine.live;

import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that can hold a read transaction (CP-1, "R").
///
/// While it stands, nobody can back-fill a frame behind its mark, and frames that were not back-filled when it began
/// cannot be overwritten. Belongs to one thread.
final class ReadMark implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadMark.class);

    private static final int SQLITE_CORRUPT = 11;

    private final Connection connection;
    private boolean stands;

    private ReadMark(Connection connection) {
        this.connection = connection;
    }

    /// Opens the connection; nothing stands yet.
    static ReadMark open(Path database) throws SQLException {
        return new ReadMark(SqliteSessions.openReadOnly(database));
    }

    /// True, as a [ReadMarks.Beginning].
    boolean begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                read(statement);
            } catch (SQLException e) {
                statement.execute("ROLLBACK");
                throw e;
            }
        }
        stands = true;
        return true;
    }

    /// A bare BEGIN takes nothing, a SELECT does. Where the schema itself is damaged no SELECT can be prepared any
    /// more; the schema version stands in the header and reading it begins the same read transaction.
    private static void read(Statement statement) throws SQLException {
        try {
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
        } catch (SQLException e) {
            if (SqliteSessions.primaryCode(e) != SQLITE_CORRUPT) {
                throw e;
            }
            statement.executeQuery("PRAGMA schema_version").close();
        }
    }

    /// Nothing where it does not stand.
    void end() throws SQLException {
        if (!stands) {
            return;
        }
        stands = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    /// How many frames SQLite counts as committed. Only while this does not stand.
    OptionalLong committedFrames() {
        return CheckpointRow.committedFrames(connection);
    }

    /// Ends the read transaction with the connection. On a damaged database that must work too, so nothing is read.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing the read mark: {}", e.getMessage());
        }
    }
}
