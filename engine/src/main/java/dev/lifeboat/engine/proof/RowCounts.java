package dev.lifeboat.engine.proof;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rows of each table of a database, as far as they could be read. `complete` is false where even the list of
/// tables could not be read.
public record RowCounts(boolean complete, SortedMap<String, TableRows> tables) {
    public RowCounts {
        tables = new TreeMap<>(tables);
    }

    public static RowCounts of(Collection<? extends TableRows> counted) {
        return new RowCounts(true, byName(counted));
    }

    /// Nothing is known, for a comparison that has nothing to compare with.
    public static RowCounts unknown() {
        return new RowCounts(false, new TreeMap<>());
    }

    private static SortedMap<String, TableRows> byName(Collection<? extends TableRows> counted) {
        SortedMap<String, TableRows> tables = new TreeMap<>();
        counted.forEach(each -> tables.put(each.table(), each));
        return tables;
    }

    public Optional<TableRows> of(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    /// The rows that could be read, all tables together.
    public long readable() {
        return tables.values().stream().mapToLong(RowCounts::readable).sum();
    }

    public boolean whole() {
        return complete && tables.values().stream().allMatch(TableRows.Counted.class::isInstance);
    }

    static long readable(TableRows rows) {
        return switch (rows) {
            case TableRows.Counted(String _, long count) -> count;
            case TableRows.Partial(String _, long count, String _) -> count;
        };
    }
}
