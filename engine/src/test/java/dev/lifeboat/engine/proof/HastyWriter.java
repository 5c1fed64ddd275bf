package dev.lifeboat.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.SqliteUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// An application that tries to write now and does not want to wait.
record HastyWriter(Path file) {
    void requireLocked() {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.readWrite(file).text());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=0");
            statement.execute("INSERT INTO customers(name) VALUES ('too early')");
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("locked");
            return;
        }
        throw new AssertionError("could write");
    }
}
