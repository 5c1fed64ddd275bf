package dev.lifeboat.engine.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
        return pages("quick_check");
    }

    List<Finding> integrity() {
        return pages("integrity_check");
    }

    private List<Finding> pages(String check) {
        List<Finding> findings = new ArrayList<>();
        try {
            List<String> lines = session.texts("PRAGMA " + check + "(" + MOST_LINES + ")", MOST_LINES + 1);
            if (lines.equals(List.of("ok"))) {
                return List.of(Finding.green(check, "ok"));
            }
            for (String line : lines) {
                findings.add(Finding.red(check, line));
            }
        } catch (SQLException e) {
            findings.add(Finding.red(check, "broke off: " + Session.reason(e)));
        }
        return findings;
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
