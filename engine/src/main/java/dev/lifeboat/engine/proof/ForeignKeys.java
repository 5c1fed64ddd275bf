package dev.lifeboat.engine.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows that refer to rows that are not there, grouped by the two tables.
final class ForeignKeys {
    private static final String CHECK = "foreign_key_check";
    private static final int MOST_NAMED = 3;

    private final Session session;

    ForeignKeys(Session session) {
        this.session = session;
    }

    private static final class Orphans {
        private final List<String> first = new ArrayList<>();
        private long count;

        void add(@org.jspecify.annotations.Nullable String rowid) {
            count++;
            if (rowid != null && first.size() < MOST_NAMED) {
                first.add(rowid);
            }
        }

        String text(String tables) {
            String more = count > first.size() ? ", …" : "";
            return count + " " + tables + (first.isEmpty() ? "" : " (rowid " + String.join(", ", first) + more + ")");
        }
    }

    /// Amber: an application that does not enforce foreign keys may have had such rows for years.
    List<Finding> check() throws SQLException {
        Map<String, Orphans> orphans = new TreeMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (result.next()) {
                orphans.computeIfAbsent(
                                result.getString(1) + " rows without their row in " + result.getString(3),
                                _ -> new Orphans())
                        .add(result.getString(2));
            }
        } catch (SQLException e) {
            if (Session.isTimeUp(e)) {
                throw e;
            }
            return List.of(Finding.amber(CHECK, "broke off: " + Session.reason(e)));
        }
        return orphans.isEmpty()
                ? List.of(Finding.green(CHECK, "ok"))
                : orphans.entrySet().stream()
                        .map(each -> Finding.amber(CHECK, each.getValue().text(each.getKey())))
                        .toList();
    }
}
