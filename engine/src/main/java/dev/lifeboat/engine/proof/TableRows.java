package dev.lifeboat.engine.proof;

/// How many rows of a table can be read.
public sealed interface TableRows {
    String table();

    record Counted(String table, long rows) implements TableRows {
        public Counted {
            requireCount(table, rows);
        }
    }

    /// The table breaks off: `readable` rows from both ends together can still be read, there were more.
    record Partial(String table, long readable, String reason) implements TableRows {
        public Partial {
            requireCount(table, readable);
        }
    }

    private static void requireCount(String table, long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("negative count for " + table + ": " + rows);
        }
    }
}
