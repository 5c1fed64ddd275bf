package dev.lifeboat.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Weighs the rows of a copy against the rows of before, which may be known in part only. Pure.
final class RowComparison {
    private static final String ROWS = "rows";

    private RowComparison() {}

    static List<Finding> findings(RowCounts before, RowCounts now) {
        List<Finding> findings = new ArrayList<>();
        alarms(before, now, findings);
        for (TableRows was : before.tables().values()) {
            findings.add(now.of(was.table())
                    .map(is -> compare(was, is))
                    .orElseGet(() -> Finding.red(ROWS, was.table() + " is missing, it had " + said(was))));
        }
        for (Map.Entry<String, TableRows> each : now.tables().entrySet()) {
            if (before.of(each.getKey()).isEmpty()) {
                findings.add(without(each.getValue()));
            }
        }
        return findings;
    }

    /// `integrity_check` says ok to an empty database: a database with nothing in it is never what was to be restored,
    /// unless nothing was there before either.
    private static void alarms(RowCounts before, RowCounts now, List<Finding> findings) {
        boolean emptyBefore = before.complete() && before.readable() == 0 && before.whole();
        if (!now.complete()) {
            findings.add(Finding.red("empty copy", "the list of tables cannot be read"));
        } else if (now.tables().isEmpty() && !emptyBefore) {
            findings.add(Finding.red("empty copy", "there is not one table in it"));
        } else if (now.whole() && now.readable() == 0 && !emptyBefore) {
            findings.add(Finding.red("empty copy", now.tables().size() + " tables and not one row"));
        }
    }

    private static Finding compare(TableRows was, TableRows is) {
        long had = RowCounts.readable(was);
        return switch (is) {
            case TableRows.Partial(String table, long readable, String reason) ->
                Finding.red(ROWS, table + " breaks off after " + readable + " rows: " + reason);
            case TableRows.Counted(String table, long has)
            when has == 0 && had > 0 -> Finding.amber(ROWS, table + " is empty, it had " + said(was));
            case TableRows.Counted(String table, long has)
            when has < had ->
                Finding.amber(
                        ROWS, table + " " + has + ", " + (had - has) + " fewer than the " + said(was) + " before");
            case TableRows.Counted(String table, long has) ->
                Finding.green(ROWS, table + " " + has + " (before: " + said(was) + ")");
        };
    }

    private static Finding without(TableRows is) {
        return switch (is) {
            case TableRows.Partial(String table, long readable, String reason) ->
                Finding.red(ROWS, table + " breaks off after " + readable + " rows: " + reason);
            case TableRows.Counted(String table, long has) ->
                Finding.green(ROWS, table + " " + has + " (nothing to compare with)");
        };
    }

    private static String said(TableRows rows) {
        return switch (rows) {
            case TableRows.Counted(String _, long count) -> Long.toString(count);
            case TableRows.Partial(String _, long count, String _) -> "at least " + count;
        };
    }
}
