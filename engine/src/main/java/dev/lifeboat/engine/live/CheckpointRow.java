package dev.lifeboat.engine.live;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/// What SQLite answers to `PRAGMA wal_checkpoint`: the frames that the WAL holds and those that are back-filled.
///
/// Judged by these two and not by `isBusy` (CP-4): `0|1|0` happens and means that nothing was done.
public record CheckpointRow(boolean isBusy, long logFrames, long backfilledFrames) {
    static final CheckpointRow NOTHING = new CheckpointRow(true, -1, -1);

    static CheckpointRow passive(Connection connection) throws SQLException {
        return run(connection, "PASSIVE");
    }

    /// Does nothing but count the committed frames of the present WAL. Empty where SQLite cannot tell, as on a damaged
    /// schema.
    static OptionalLong committedFrames(Connection connection) {
        CheckpointRow row = count(connection);
        return !row.isBusy && row.logFrames >= 0 ? OptionalLong.of(row.logFrames) : OptionalLong.empty();
    }

    /// Does nothing but count. `NOTHING` where SQLite cannot tell.
    static CheckpointRow count(Connection connection) {
        try {
            return run(connection, "NOOP");
        } catch (SQLException e) {
            return NOTHING;
        }
    }

    static CheckpointRow truncate(Connection connection) throws SQLException {
        return run(connection, "TRUNCATE");
    }

    private static CheckpointRow run(Connection connection, String mode) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return new CheckpointRow(row.getInt(1) != 0, row.getLong(2), row.getLong(3));
        }
    }

    /// Whether every frame that was ever committed lies in the database file.
    public boolean isComplete() {
        return !isBusy && logFrames >= 0 && logFrames == backfilledFrames;
    }
}
