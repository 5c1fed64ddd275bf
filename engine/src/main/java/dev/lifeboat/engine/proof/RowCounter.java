package dev.lifeboat.engine.proof;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Counts the rows of each table; a table that breaks off is walked from both ends.
final class RowCounter {
    /// More tables than any application has; a hostile schema ends here (SE-8).
    private static final int MOST_TABLES = 100_000;

    private final Session session;

    RowCounter(Session session) {
        this.session = session;
    }

    /// A deadline that passes is an exception; nothing else is.
    RowCounts count() throws SQLException {
        List<String> tables;
        try {
            tables = session.texts(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                            + " AND sql NOT LIKE 'CREATE VIRTUAL%'",
                    MOST_TABLES);
        } catch (SQLException e) {
            throwIfTimeIsUp(e);
            return RowCounts.unknown();
        }
        List<TableRows> counted = new ArrayList<>();
        for (String table : tables) {
            counted.add(count(table));
        }
        return RowCounts.of(counted);
    }

    /// NOT INDEXED: an index could answer for a table that is itself unreadable.
    private TableRows count(String table) throws SQLException {
        String name = Session.quoted(table);
        try {
            return new TableRows.Counted(table, session.number("SELECT count(*) FROM " + name + " NOT INDEXED"));
        } catch (SQLException e) {
            throwIfTimeIsUp(e);
            return walked(table, name, Session.reason(e));
        }
    }

    private static void throwIfTimeIsUp(SQLException e) throws SQLException {
        if (Session.isTimeUp(e)) {
            throw e;
        }
    }

    private TableRows walked(String table, String name, String reason) {
        Session.Walk up = session.walk("SELECT rowid FROM " + name + " NOT INDEXED ORDER BY rowid");
        Session.Walk down = session.walk("SELECT rowid FROM " + name + " NOT INDEXED ORDER BY rowid DESC");
        if (up.broke().isEmpty() || down.broke().isEmpty()) {
            // The count failed and the walk did not: what was in the way is gone, or was a lock.
            return new TableRows.Counted(table, Math.max(up.rows(), down.rows()));
        }
        boolean apart = up.rows() == 0 || down.rows() == 0 || down.last() > up.last();
        long readable = apart ? up.rows() + down.rows() : Math.max(up.rows(), down.rows());
        return new TableRows.Partial(table, readable, reason);
    }
}
