package dev.lifeboat.rig.judge;

import dev.lifeboat.rig.RowChain;
import dev.lifeboat.rig.SqliteAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/// Looks at the rows of a database: that they are exactly 1 to k, that the chain of hashes recomputes, that SQLite
/// finds nothing wrong.
public final class Rows {
    private static final int SQLITE_ERROR = 1;

    private Rows() {}

    /// Check (a), and (c) where `integrity` says so. Returns k, 0 for a database without the table. Throws
    /// [DamageException].
    public static long check(Path database, boolean integrity) throws IOException {
        try (Connection connection = DriverManager.getConnection(SqliteAddress.readOnly(database));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=10000");
            // One transaction: the application may go on writing meanwhile.
            statement.execute("BEGIN");
            long last = checkChain(database, statement);
            if (integrity) {
                checkIntegrity(database, statement);
            }
            statement.execute("COMMIT");
            return last;
        } catch (SQLException e) {
            throw new DamageException(database + ": " + e.getMessage());
        }
    }

    private static long checkChain(Path database, Statement statement) throws SQLException, IOException {
        RowChain chain = new RowChain();
        byte[] previous = RowChain.start();
        long expected = 0;
        try (ResultSet rows = statement.executeQuery("SELECT n, payload, h FROM entry ORDER BY n")) {
            while (rows.next()) {
                long n = rows.getLong(1);
                if (n != ++expected) {
                    throw new DamageException(database + ": row " + expected + " is missing, the next is " + n);
                }
                byte[] hash = chain.next(previous, n, rows.getBytes(2));
                if (!Arrays.equals(hash, rows.getBytes(3))) {
                    throw new DamageException(database + ": the chain breaks at row " + n);
                }
                previous = hash;
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLITE_ERROR
                    && String.valueOf(e.getMessage()).contains("no such table")) {
                return 0;
            }
            throw e;
        }
        return expected;
    }

    private static void checkIntegrity(Path database, Statement statement) throws SQLException, IOException {
        try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            String first = rows.next() ? rows.getString(1) : "nothing";
            if (!"ok".equals(first)) {
                throw new DamageException(database + ": integrity_check says " + first);
            }
        }
    }
}
