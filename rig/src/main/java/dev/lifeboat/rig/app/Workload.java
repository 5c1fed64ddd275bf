package dev.lifeboat.rig.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Work beside the rows of the chain (`M1`), named on the command line.
final class Workload {
    private static final int VACUUM_EVERY = 400;
    private static final int BALLAST_EVERY = 20;
    private static final int SHRINK_EVERY = 200;

    private enum Part {
        /// `VACUUM` again and again.
        VACUUM,
        /// `auto_vacuum=FULL`, with ballast that comes and goes.
        AUTO_VACUUM,
        /// Ballast that grows, is deleted whole, and gives its pages back.
        SHRINK,
        /// A full-text index in the same transactions.
        FTS,
        /// The rows lie in a table without row ids.
        WITHOUT_ROWID,
        /// More than 1 GiB before the first row, so that rows cross the lock page.
        GIGABYTE
    }

    private final Set<Part> parts = EnumSet.noneOf(Part.class);

    Workload(String names) {
        Arrays.stream(names.split(","))
                .filter(name -> !name.isEmpty())
                .map(name -> Part.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .forEach(parts::add);
    }

    void beforeFirstTable(Statement statement) throws SQLException {
        if (parts.contains(Part.AUTO_VACUUM)) {
            statement.execute("PRAGMA auto_vacuum=FULL");
        }
    }

    String tableEnding() {
        return parts.contains(Part.WITHOUT_ROWID) ? " WITHOUT ROWID" : "";
    }

    void createTables(Statement statement) throws SQLException {
        if (hasBallast()) {
            statement.execute("CREATE TABLE IF NOT EXISTS ballast(bytes BLOB)");
        }
        if (parts.contains(Part.FTS)) {
            statement.execute("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text)");
        }
        if (parts.contains(Part.GIGABYTE)) {
            statement.execute("CREATE TABLE IF NOT EXISTS mass(bytes BLOB)");
            statement.execute("INSERT INTO mass SELECT zeroblob(536600000) FROM (VALUES (1), (2))"
                    + " WHERE NOT EXISTS (SELECT 1 FROM mass)");
        }
    }

    /// One transaction around `insert` and whatever else is asked for.
    void commit(Connection connection, long n, PreparedStatement insert) throws SQLException {
        if (!hasBallast() && !parts.contains(Part.FTS)) {
            insert.executeUpdate();
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                insert.executeUpdate();
                besides(statement, n);
                statement.execute("COMMIT");
            } catch (SQLException e) {
                rollBack(statement);
                throw e;
            }
        }
    }

    private void besides(Statement statement, long n) throws SQLException {
        if (parts.contains(Part.FTS)) {
            statement.execute("INSERT INTO words VALUES ('entry " + n + " in words of its own " + n * 31 + "')");
        }
        if (hasBallast() && n % BALLAST_EVERY == 0) {
            statement.execute("INSERT INTO ballast VALUES (randomblob(50000))");
        }
        if (parts.contains(Part.AUTO_VACUUM) && n % SHRINK_EVERY == 0) {
            statement.execute("DELETE FROM ballast");
        }
    }

    void afterCommit(Connection connection, long n) throws SQLException {
        boolean shrinks = parts.contains(Part.SHRINK) && n % SHRINK_EVERY == 0;
        boolean vacuums = parts.contains(Part.VACUUM) && n % VACUUM_EVERY == 0;
        if (!shrinks && !vacuums) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (shrinks) {
                statement.execute("DELETE FROM ballast");
            }
            statement.execute("VACUUM");
        }
    }

    private boolean hasBallast() {
        return parts.contains(Part.AUTO_VACUUM) || parts.contains(Part.SHRINK);
    }

    private static void rollBack(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself; the first error is the one to tell.
        }
    }
}
