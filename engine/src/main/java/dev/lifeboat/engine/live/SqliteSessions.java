package dev.lifeboat.engine.live;

import java.net.URI;
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
        Connection connection = DriverManager.getConnection(url(database) + "?mode=ro");
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A percent-encoded absolute path and nothing else: a file called `x.db?enable_load_extension=true` stays a file.
    static String url(Path database) {
        URI uri = database.toUri();
        return "jdbc:sqlite:file:" + uri.getRawPath();
    }
}
