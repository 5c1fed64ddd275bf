package dev.lifeboat.engine.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// SQLite's own checks, as findings.
final class Checks {
    /// Enough to see the kind of damage; the rest is only counted by SQLite.
    private static final int MOST_LINES = 20;

    private final Session session;

    Checks(Session session) {
        this.session = session;
    }

    List<Finding> quick() {
        try {
            return pages("quick_check");
        } catch (SQLException e) {
            return List.of(brokeOff("quick_check", e));
        }
    }

    /// An index over a function or collation of the application cannot be checked without the application: an error
    /// that says so is no damage.
    List<Finding> integrity() {
        try {
            return pages("integrity_check");
        } catch (SQLException e) {
            return List.of(
                    Session.isStatementError(e)
                            ? Finding.amber("integrity_check", "could not run: " + Session.reason(e))
                            : brokeOff("integrity_check", e));
        }
    }

    private static Finding brokeOff(String check, SQLException e) {
        return Finding.red(check, "broke off: " + Session.reason(e));
    }

    private List<Finding> pages(String check) throws SQLException {
        List<String> lines = session.texts("PRAGMA " + check + "(" + MOST_LINES + ")", MOST_LINES + 1);
        return lines.equals(List.of("ok"))
                ? List.of(Finding.green(check, "ok"))
                : lines.stream().map(line -> Finding.red(check, line)).toList();
    }

    /// Amber: an application that does not enforce foreign keys may have had such rows for years.
    List<Finding> foreignKeys() {
        Map<String, Long> orphans = new TreeMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (result.next()) {
                orphans.merge(result.getString(1) + " rows without their row in " + result.getString(3), 1L, Long::sum);
            }
        } catch (SQLException e) {
            return List.of(Finding.amber("foreign_key_check", "broke off: " + Session.reason(e)));
        }
        if (orphans.isEmpty()) {
            return List.of(Finding.green("foreign_key_check", "ok"));
        }
        return orphans.entrySet().stream()
                .map(each -> Finding.amber("foreign_key_check", each.getValue() + " " + each.getKey()))
                .toList();
    }
}
