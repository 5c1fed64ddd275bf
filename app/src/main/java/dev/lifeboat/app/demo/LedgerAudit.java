package dev.lifeboat.app.demo;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Holds the database against the ledger, read-only: which promised orders it has, and which are lost. No
/// number is used twice, so it makes no difference that the shop is open again and goes on.
public final class LedgerAudit {
    private static final int TABLE_CELLS = 14;

    private final Sandbox sandbox;
    private final PrintWriter out;

    public LedgerAudit(Sandbox sandbox, PrintWriter out) {
        this.sandbox = sandbox;
        this.out = out;
    }

    /// Prints checks, row counts and the fate of the orders; answers whether the database is sound and has
    /// everything up to `acknowledged`.
    public boolean passes(long acknowledged) throws IOException {
        NavigableSet<Long> promised = Ledger.sequences(sandbox.ledger());
        try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.readOnly(sandbox.database()).text());
                Statement statement = connection.createStatement()) {
            // One read transaction: checks, counts and numbers are of the same moment.
            statement.execute("BEGIN");
            boolean sound = isSound(statement);
            rows(statement);
            return orders(promised, held(statement), acknowledged) && sound;
        } catch (SQLException e) {
            out.println("The database cannot be read: " + e.getMessage());
            return false;
        }
    }

    private boolean isSound(Statement statement) throws SQLException {
        List<String> integrity = texts(statement, "PRAGMA integrity_check");
        List<String> orphans = texts(statement, "PRAGMA foreign_key_check");
        out.println("integrity_check    " + String.join(", ", integrity));
        out.println("foreign_key_check  " + (orphans.isEmpty() ? "ok" : orphans.size() + " rows without parent"));
        return integrity.equals(List.of("ok")) && orphans.isEmpty();
    }

    private void rows(Statement statement) throws SQLException {
        out.println();
        out.println("Rows now");
        for (String table : texts(
                statement,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")) {
            String count = texts(statement, "SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + "\"")
                    .getFirst();
            out.println("  " + table + " ".repeat(Math.max(1, TABLE_CELLS - table.length())) + count);
        }
    }

    private boolean orders(NavigableSet<Long> promised, NavigableSet<Long> held, long acknowledged) {
        NavigableSet<Long> lost = new TreeSet<>(promised);
        lost.removeAll(held);
        NavigableSet<Long> broken = lost.headSet(acknowledged, true);
        out.println();
        out.println(
                "Ledger: " + promised.size() + " orders were promised, the last is number " + promised.last() + ".");
        out.println(
                broken.isEmpty()
                        ? "Every order that the replica had acknowledged before the accident (1 to " + acknowledged
                                + ") is there."
                        : "ACKNOWLEDGED AND MISSING: " + ranges(broken));
        out.println(lost.isEmpty() ? "Lost: none." : "Lost: " + lost.size() + " later orders, numbers " + ranges(lost));
        out.flush();
        return broken.isEmpty();
    }

    private static NavigableSet<Long> held(Statement statement) throws SQLException {
        TreeSet<Long> held = new TreeSet<>();
        texts(statement, "SELECT sequence FROM ledger").forEach(text -> held.add(Long.parseLong(text)));
        return held;
    }

    /// `3, 7 to 12`
    static String ranges(Collection<Long> ascending) {
        List<String> parts = new ArrayList<>();
        long first = -1;
        long last = -1;
        for (long number : ascending) {
            if (first >= 0 && number != last + 1) {
                parts.add(range(first, last));
                first = number;
            }
            first = first < 0 ? number : first;
            last = number;
        }
        if (first >= 0) {
            parts.add(range(first, last));
        }
        return String.join(", ", parts);
    }

    private static String range(long first, long last) {
        return first == last ? Long.toString(first) : first + " to " + last;
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
