package dev.lifeboat.engine.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the schema of a database.
final class SchemaReader {
    /// More than any application has; a hostile schema ends here (SE-8).
    private static final int MOST_OBJECTS = 100_000;

    private final Session session;

    SchemaReader(Session session) {
        this.session = session;
    }

    Schema read() {
        SortedMap<String, String> objects = new TreeMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT type, name, sql FROM sqlite_schema"
                        + " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT " + MOST_OBJECTS)) {
            while (result.next()) {
                objects.put(result.getString(1) + " " + result.getString(2), String.valueOf(result.getString(3)));
            }
        } catch (SQLException e) {
            return Schema.unknown();
        }
        return new Schema(true, objects);
    }
}
