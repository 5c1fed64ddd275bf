package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Databases for the tests of file sets.
final class Databases {
    private Databases() {}

    /// A database in WAL mode with `rows` rows, all of them in the file.
    static void make(Path file, int rows) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(file).text());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE t(n INTEGER PRIMARY KEY, text TEXT)");
            insert(statement, rows);
        }
    }

    /// A set as a killed application leaves it: `inFile` rows in the database, `inWal` more in its `-wal` alone.
    static void makeWithWal(Path file, int inFile, int inWal) throws SQLException, IOException {
        Path made = file.resolveSibling("making.db");
        make(made, inFile);
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.readWrite(made).text());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
            insert(statement, inWal);
            for (Path each : new FileSet(made).present()) {
                String name = each.getFileName()
                        .toString()
                        .replace("making.db", file.getFileName().toString());
                Files.copy(each, file.resolveSibling(name));
            }
        }
        for (Path each : new FileSet(made).present()) {
            Files.delete(each);
        }
    }

    private static void insert(Statement statement, int rows) throws SQLException {
        statement.execute("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < " + rows
                + ") INSERT INTO t(text) SELECT hex(randomblob(100)) FROM c");
    }

    /// The rows that an application sees that opens the set now. It looks at a copy, so the set stays what it is.
    static long rowsSeen(FileSet set, Path scratch) throws IOException, SQLException {
        Files.createDirectories(scratch);
        FileSet copy = new FileSet(scratch.resolve(set.name()));
        for (Path old : copy.present()) {
            Files.delete(old);
        }
        for (Path each : set.present()) {
            Files.copy(
                    each,
                    scratch.resolve(each.getFileName()),
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.create(copy.database()).text());
                Statement statement = connection.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                check.next();
                if (!check.getString(1).equals("ok")) {
                    throw new SQLException("integrity_check: " + check.getString(1));
                }
            }
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM t")) {
                count.next();
                return count.getLong(1);
            }
        }
    }
}
