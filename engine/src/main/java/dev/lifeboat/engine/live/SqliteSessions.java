package dev.lifeboat.engine.live;

import dev.lifeboat.engine.SqliteUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Opens SQLite connections to a watched database (SE-6, CP-9): none checkpoints by itself, none creates a file, and
/// each keeps only a few pages in memory, because all they ever read is the schema's first page.
final class SqliteSessions {
    /// Negative: kibibytes.
    private static final int CACHE_SIZE = -64;

    private static final int PRIMARY_CODE_MASK = 0xff;

    private SqliteSessions() {}

    /// SQLite's result code without what an extended one says more.
    static int primaryCode(SQLException e) {
        return e.getErrorCode() & PRIMARY_CODE_MASK;
    }

    /// A connection that cannot write and cannot checkpoint on closing either: its descriptor takes no exclusive lock.
    static Connection openReadOnly(Path database) throws SQLException {
        return prepare(DriverManager.getConnection(SqliteUrl.readOnly(database).text()), "");
    }

    /// A connection that never waits: whoever uses it decides what to do while somebody else is busy.
    static Connection openReadWrite(Path database) throws SQLException {
        return prepare(DriverManager.getConnection(SqliteUrl.readWrite(database).text()), "PRAGMA busy_timeout=0");
    }

    private static Connection prepare(Connection connection, String more) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
            statement.execute("PRAGMA cache_size=" + CACHE_SIZE);
            if (!more.isEmpty()) {
                statement.execute(more);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
