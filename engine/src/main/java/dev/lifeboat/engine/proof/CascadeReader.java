package dev.lifeboat.engine.proof;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the tables whose rows SQLite deletes with the row that they belong to (`ON DELETE CASCADE`).
final class CascadeReader {
    private final Session session;

    CascadeReader(Session session) {
        this.session = session;
    }

    /// Table to the first table it depends on. A schema that cannot be read gives nothing.
    Map<String, String> read(RowCounts rows) {
        Map<String, String> parents = new TreeMap<>();
        for (String table : rows.tables().keySet()) {
            try {
                List<String> found = session.texts(
                        "SELECT \"table\" FROM pragma_foreign_key_list(" + Session.literal(table)
                                + ") WHERE on_delete = 'CASCADE'",
                        1);
                found.forEach(parent -> parents.put(table, parent));
            } catch (SQLException e) {
                return parents;
            }
        }
        return parents;
    }
}
