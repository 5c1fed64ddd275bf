package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.proof.NewestRows.End;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Finds where tables end. A table that cannot tell is left out: its damage is another check's finding.
///
/// Nothing declares that a column holds the time of a row, so the name decides, and the values must differ: a column
/// that is the same in all rows tells nothing.
final class NewestReader {
    /// Up to here the largest value of a column without an index takes less than a second.
    private static final long MOST_ROWS_SCANNED = 1_000_000;

    private static final int MOST_COLUMNS = 2_000;
    private static final int MOST_TEXT = 40;

    /// The likeliest to be the time of a row's making come first.
    private static final List<Pattern> TIMES = List.of(
            Pattern.compile("(created|inserted|added|received|posted|sent|published)(_?(at|on|time|date|ts))?"),
            Pattern.compile("(timestamp|time|date|datetime|ts|at)"),
            Pattern.compile("(updated|modified|changed)(_?(at|on|time|date|ts))?"),
            Pattern.compile(".*_(at|time|date|ts)"));

    private final Session session;
    private final boolean columns;

    NewestReader(Session session, boolean columns) {
        this.session = session;
        this.columns = columns;
    }

    NewestRows read(RowCounts rows) {
        SortedMap<String, End> ends = new TreeMap<>();
        for (TableRows table : rows.tables().values()) {
            if (table instanceof TableRows.Counted(String name, long count) && count > 0) {
                end(name, count).ifPresent(end -> ends.put(name, end));
            }
        }
        return new NewestRows(ends);
    }

    private Optional<End> end(String table, long count) {
        OptionalLong rowid = rowid(table);
        Optional<End> timed = columns && count <= MOST_ROWS_SCANNED ? timed(table, rowid) : Optional.empty();
        return timed.or(() -> rowid.isPresent() ? Optional.of(new End(rowid, "", "")) : Optional.empty());
    }

    private OptionalLong rowid(String table) {
        try {
            return OptionalLong.of(session.number("SELECT max(rowid) FROM " + Session.quoted(table)));
        } catch (SQLException | NumberFormatException e) {
            return OptionalLong.empty(); // WITHOUT ROWID
        }
    }

    private Optional<End> timed(String table, OptionalLong rowid) {
        try {
            List<String> names =
                    session.texts("SELECT name FROM pragma_table_info(" + Session.literal(table) + ")", MOST_COLUMNS);
            for (Pattern pattern : TIMES) {
                for (String name : names) {
                    if (pattern.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                        Optional<String> newest = largest(table, name);
                        if (newest.isPresent()) {
                            return newest.map(value -> new End(rowid, name, value));
                        }
                    }
                }
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<String> largest(String table, String column) throws SQLException {
        String name = Session.quoted(column);
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT max(" + name + "), min(" + name + ") FROM " + Session.quoted(table))) {
            String largest = result.next() ? result.getString(1) : null;
            return largest == null || largest.equals(result.getString(2)) || largest.length() > MOST_TEXT
                    ? Optional.empty()
                    : Optional.of(largest);
        }
    }
}
