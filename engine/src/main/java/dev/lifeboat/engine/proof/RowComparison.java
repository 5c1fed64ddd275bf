package dev.lifeboat.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weighs the rows of a copy against those of other states, which may be known in part only. Pure.
final class RowComparison {
    private static final String ROWS = "rows";

    private RowComparison() {}

    /// `cascades` are the tables whose rows go with a row of another one, and that other one.
    static List<Finding> findings(List<Reference> references, RowCounts now, Map<String, String> cascades) {
        List<Finding> findings = new ArrayList<>();
        alarms(references, now, findings);
        for (Reference reference : references) {
            for (TableRows was : reference.contents().rows().tables().values()) {
                findings.add(now.of(was.table())
                        .map(is -> compare(reference.name(), was, is, cascades.get(was.table())))
                        .orElseGet(() -> Finding.red(
                                ROWS, was.table() + " is missing, " + reference.name() + " it had " + said(was))));
            }
        }
        for (TableRows is : now.tables().values()) {
            if (references.stream()
                    .allMatch(each -> each.contents().rows().of(is.table()).isEmpty())) {
                findings.add(without(is));
            }
        }
        return findings;
    }

    /// `integrity_check` says ok to an empty database: a database with nothing in it is never what was to be restored,
    /// unless nothing was there before either.
    private static void alarms(List<Reference> references, RowCounts now, List<Finding> findings) {
        boolean emptyBefore = references.stream()
                .map(each -> each.contents().rows())
                .anyMatch(rows -> rows.complete() && rows.readable() == 0 && rows.whole());
        if (!now.complete()) {
            findings.add(Finding.red("empty copy", "the list of tables cannot be read"));
        } else if (now.tables().isEmpty() && !emptyBefore) {
            findings.add(Finding.red("empty copy", "there is not one table in it"));
        } else if (now.whole() && now.readable() == 0 && !emptyBefore) {
            findings.add(Finding.red("empty copy", now.tables().size() + " tables and not one row"));
        }
    }

    private static Finding compare(String reference, TableRows was, TableRows is, @Nullable String parent) {
        long had = RowCounts.readable(was);
        return switch (is) {
            case TableRows.Partial(String table, long readable, String reason) ->
                Finding.red(ROWS, table + " breaks off after " + readable + " rows: " + reason);
            case TableRows.Counted(String table, long has)
            when has == 0 && had > 0 -> Finding.amber(ROWS, table + " is empty, it had " + said(was));
            case TableRows.Counted(String table, long has)
            when has < had ->
                Finding.amber(
                        ROWS,
                        table + " " + has + ", " + (had - has) + " fewer than the " + said(was) + " " + reference
                                + (parent == null ? "" : "; they go with their row in " + parent));
            case TableRows.Counted(String table, long has) ->
                Finding.green(ROWS, table + " " + has + " (" + reference + ": " + said(was) + ")");
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
