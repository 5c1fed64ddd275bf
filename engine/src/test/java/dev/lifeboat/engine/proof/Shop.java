package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.Function;

/// A small shop, and the ways to harm it.
final class Shop {
    private Shop() {}

    static void make(Path file, String... more) throws SQLException {
        run(
                file,
                "PRAGMA journal_mode=WAL",
                "CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TABLE \"odd \"\"name\"(id INTEGER PRIMARY KEY, v TEXT)",
                "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id), note TEXT)",
                "CREATE INDEX orders_customer ON orders(customer)",
                "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<50)"
                        + " INSERT INTO customers(name) SELECT 'c' || i FROM c",
                "INSERT INTO \"odd \"\"name\"(v) VALUES ('a'), ('b')",
                "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<5000)"
                        + " INSERT INTO orders(customer, note) SELECT 1 + i % 50, hex(zeroblob(40)) FROM c");
        run(file, more);
    }

    static void run(Path file, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(file).text());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// The same as an application that has a function of its own, `shop_word`, which always gives 1.
    static void withOwnWords(Path file, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(file).text());
                Statement statement = connection.createStatement()) {
            Function.create(
                    connection,
                    "shop_word",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(1);
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// Overwrites a leaf of `orders` in the middle of the file.
    static void damage(Path file) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = raw.length() / 4096 / 2;
            raw.seek(middle * 4096);
            raw.write(new byte[4096]);
        }
    }
}
