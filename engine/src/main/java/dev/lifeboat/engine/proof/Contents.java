package dev.lifeboat.engine.proof;

/// What a database holds, as far as it could be read: rows, schema, and where its tables end.
public record Contents(RowCounts rows, Schema schema, NewestRows newest) {
    /// Nothing is known.
    public static Contents unknown() {
        return of(RowCounts.unknown());
    }

    public static Contents of(RowCounts rows) {
        return new Contents(rows, Schema.unknown(), NewestRows.unknown());
    }

    /// All that can be read without an exception; `columns` says whether columns with times are looked at too, which
    /// reads whole tables.
    static Contents of(Session session, RowCounts rows, boolean columns) {
        return new Contents(rows, new SchemaReader(session).read(), new NewestReader(session, columns).read(rows));
    }
}
