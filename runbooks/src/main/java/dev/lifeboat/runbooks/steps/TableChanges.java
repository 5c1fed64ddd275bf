package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the counts before and after say table by table: where the restored state has fewer rows than can still be
/// read, those rows are lost from the live database.
record TableChanges(List<String> sentences) {
    static TableChanges between(RowCounts before, RowCounts after) {
        List<String> sentences = new ArrayList<>();
        for (TableRows table : before.tables().values()) {
            Optional<TableRows> found = after.of(table.table());
            if (found.isEmpty()) {
                sentences.add(table.table() + ": the restored state does not have this table");
                continue;
            }
            long fewer = rows(table) - rows(found.get());
            if (fewer > 0) {
                sentences.add(table.table() + ": " + Amounts.count(fewer) + " fewer rows than can still be read ("
                        + Amounts.count(rows(table)) + " before, " + Amounts.count(rows(found.get())) + " after)");
            }
        }
        return new TableChanges(List.copyOf(sentences));
    }

    static long rows(TableRows table) {
        return switch (table) {
            case TableRows.Counted(String _, long rows) -> rows;
            case TableRows.Partial(String _, long readable, String _) -> readable;
        };
    }
}
