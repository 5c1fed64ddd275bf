package dev.lifeboat.engine.proof;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// SQLite's own checks, as findings. A deadline that passes is an exception.
final class Checks {
    /// Enough to see the kind of damage; the rest is only counted by SQLite.
    private static final int MOST_LINES = 20;

    private final Session session;

    Checks(Session session) {
        this.session = session;
    }

    List<Finding> quick() throws SQLException {
        try {
            return pages("quick_check");
        } catch (SQLException e) {
            throwIfTimeIsUp(e);
            return List.of(brokeOff("quick_check", e));
        }
    }

    /// An index over a function or collation of the application cannot be checked without the application: an error
    /// that says so is no damage.
    List<Finding> integrity() throws SQLException {
        try {
            return pages("integrity_check");
        } catch (SQLException e) {
            throwIfTimeIsUp(e);
            return List.of(
                    Session.isStatementError(e)
                            ? Finding.amber("integrity_check", "could not run: " + Session.reason(e))
                            : brokeOff("integrity_check", e));
        }
    }

    private static void throwIfTimeIsUp(SQLException e) throws SQLException {
        if (Session.isTimeUp(e)) {
            throw e;
        }
    }

    private static Finding brokeOff(String check, SQLException e) {
        return Finding.red(check, "broke off: " + Session.reason(e));
    }

    /// A full-text index that does not match its text is no damage of the file, though it stands among it.
    private List<Finding> pages(String check) throws SQLException {
        List<String> lines = session.texts("PRAGMA " + check + "(" + MOST_LINES + ")", MOST_LINES + 1);
        List<Finding> findings = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        for (String line : lines) {
            FullText.ofLine(line).ifPresentOrElse(findings::add, () -> damage.add(line));
        }
        if (damage.isEmpty() || damage.equals(List.of("ok"))) {
            findings.addFirst(Finding.green(check, "ok"));
        } else {
            findings.addAll(
                    0, damage.stream().map(line -> Finding.red(check, line)).toList());
        }
        return findings;
    }
}
