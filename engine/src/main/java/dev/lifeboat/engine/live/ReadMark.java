package dev.lifeboat.engine.live;

import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection that holds a read transaction from start to stop (CP-1, "R").
///
/// While it stands, nobody can back-fill a frame behind its mark, and frames that were not back-filled when it began
/// cannot be overwritten. Belongs to one thread.
final class ReadMark implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadMark.class);

    private static final int SQLITE_CORRUPT = 11;
    private static final int PRIMARY_CODE_MASK = 0xff;

    private final Connection connection;

    private ReadMark(Connection connection) {
        this.connection = connection;
    }

    static ReadMark take(Path database) throws SQLException {
        Connection connection = SqliteSessions.openReadOnly(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            read(statement);
            return new ReadMark(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A bare BEGIN takes nothing, a SELECT does. Where the schema itself is damaged no SELECT can be prepared any
    /// more; the schema version stands in the header and reading it begins the same read transaction.
    private static void read(Statement statement) throws SQLException {
        try {
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
        } catch (SQLException e) {
            if ((e.getErrorCode() & PRIMARY_CODE_MASK) != SQLITE_CORRUPT) {
                throw e;
            }
            statement.executeQuery("PRAGMA schema_version").close();
        }
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
