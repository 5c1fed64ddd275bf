package dev.lifeboat.engine.live;

import dev.lifeboat.engine.SqliteUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Opens SQLite connections to a watched database: read-only ones, and no others (SE-6, CP-9).
///
/// A connection that cannot write cannot checkpoint either, not even as the last one to close: its descriptor takes no
/// exclusive lock. That makes ST-1 hold by itself.
final class SqliteSessions {
    private SqliteSessions() {}

    static Connection openReadOnly(Path database) throws SQLException {
        Connection connection =
                DriverManager.getConnection(SqliteUrl.readOnly(database).text());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
