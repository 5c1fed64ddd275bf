package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.proof.NewestRows.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Weighs where the tables of a copy end against where they ended in another state. Pure.
///
/// This is what sees a stale `-wal` that replayed itself over a restore: as many rows as before, but the old ones.
final class NewestComparison {
    private static final String NEWEST = "newest rows";

    private NewestComparison() {}

    static List<Finding> findings(List<Reference> references, NewestRows now) {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, End> each : now.tables().entrySet()) {
            List<Finding> behind = new ArrayList<>();
            for (Reference reference : references) {
                reference
                        .contents()
                        .newest()
                        .of(each.getKey())
                        .filter(was -> isBehind(each.getValue(), was))
                        .map(was -> Finding.amber(
                                NEWEST,
                                each.getKey() + " ends at " + said(each.getValue()) + ", " + reference.name()
                                        + " it is " + said(was)))
                        .ifPresent(behind::add);
            }
            findings.addAll(
                    behind.isEmpty()
                            ? List.of(Finding.green(NEWEST, each.getKey() + " ends at " + said(each.getValue())))
                            : behind);
        }
        return findings;
    }

    /// Only like is compared with like: a larger number, or a text that sorts behind, as times in one notation do.
    private static boolean isBehind(End now, End was) {
        if (!now.column().isEmpty() && now.column().equals(was.column()) && isLess(now.value(), was.value())) {
            return true;
        }
        return now.rowid().isPresent()
                && was.rowid().isPresent()
                && now.rowid().getAsLong() < was.rowid().getAsLong();
    }

    private static boolean isLess(String one, String other) {
        boolean areNumbers = isNumber(one) && isNumber(other);
        return areNumbers ? Double.parseDouble(one) < Double.parseDouble(other) : one.compareTo(other) < 0;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    private static String said(End end) {
        String rowid = end.rowid().isPresent() ? "row " + end.rowid().getAsLong() : "";
        String time = end.column().isEmpty() ? "" : end.column() + " " + end.value();
        return rowid + (rowid.isEmpty() || time.isEmpty() ? "" : ", ") + time;
    }
}
