package dev.lifeboat.engine.proof;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where each table ends: its largest rowid, and the largest value of a column whose name says that it holds a time.
public record NewestRows(SortedMap<String, End> tables) {
    public NewestRows {
        tables = new TreeMap<>(tables);
    }

    /// `column` and `value` are empty where no column qualifies. `rowid` is empty for a table without rowids.
    public record End(OptionalLong rowid, String column, String value) {}

    public static NewestRows unknown() {
        return new NewestRows(new TreeMap<>());
    }

    public Optional<End> of(String table) {
        return Optional.ofNullable(tables.get(table));
    }
}
