package dev.lifeboat.app.demo;

import dev.lifeboat.engine.SqliteUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;

/// The shop's database: eight tables with foreign keys, some 57,000 rows before the shop opens.
final class ShopDatabase {
    static final int CATEGORIES = 20;
    static final int PRODUCTS = 500;
    static final int CUSTOMERS = 4_000;
    static final int ORDERS = 12_000;
    static final int ITEMS_AN_ORDER = 2;
    static final int ROWS = CATEGORIES + PRODUCTS + 2 * CUSTOMERS + (2 + ITEMS_AN_ORDER) * ORDERS;

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE products (id INTEGER PRIMARY KEY, category_id INTEGER NOT NULL REFERENCES categories(id),
              name TEXT NOT NULL, price_cents INTEGER NOT NULL CHECK (price_cents > 0), stock INTEGER NOT NULL)""",
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE addresses (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
              street TEXT NOT NULL, city TEXT NOT NULL)""",
            """
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
              placed_at TEXT NOT NULL, state TEXT NOT NULL)""",
            """
            CREATE TABLE order_items (order_id INTEGER NOT NULL REFERENCES orders(id),
              product_id INTEGER NOT NULL REFERENCES products(id), quantity INTEGER NOT NULL, price_cents INTEGER NOT NULL)""",
            """
            CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id),
              amount_cents INTEGER NOT NULL, method TEXT NOT NULL)""",
            """
            CREATE TABLE ledger (sequence INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id),
              at TEXT NOT NULL)""",
            "CREATE INDEX orders_customer ON orders(customer_id)",
            "CREATE INDEX order_items_order ON order_items(order_id)",
            "CREATE INDEX payments_order ON payments(order_id)");

    private ShopDatabase() {}

    /// Opens the database as an application does; it is not created unless `create` says so.
    static Connection open(Path file, boolean create) throws SQLException {
        SqliteUrl url = create ? SqliteUrl.create(file) : SqliteUrl.readWrite(file);
        Connection connection = DriverManager.getConnection(url.text());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            // Two hundred KiB: with the usual cache the whole shop would fit in memory, and damage would go unnoticed.
            statement.execute("PRAGMA cache_size = -200");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Builds and fills it, and leaves every page in the database file itself.
    static void build(Path file, RandomGenerator random) throws SQLException {
        try (Connection connection = open(file, true);
                Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            statement.execute("BEGIN");
            fill(connection, random);
            statement.execute("COMMIT");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static void fill(Connection connection, RandomGenerator random) throws SQLException {
        many(connection, "INSERT INTO categories VALUES (?, ?)", CATEGORIES, i -> new Object[] {i, "category " + i});
        many(connection, "INSERT INTO products VALUES (?, ?, ?, ?, ?)", PRODUCTS, i ->
                new Object[] {i, 1 + i % CATEGORIES, "product " + i, 100 + random.nextInt(9_900), 100_000});
        many(connection, "INSERT INTO customers VALUES (?, ?, ?)", CUSTOMERS, i ->
                new Object[] {i, "customer " + i, "customer" + i + "@example.net"});
        many(connection, "INSERT INTO addresses VALUES (?, ?, ?, ?)", CUSTOMERS, i ->
                new Object[] {i, i, random.nextInt(1, 200) + " Long Street", "city " + random.nextInt(50)});
        many(connection, "INSERT INTO orders VALUES (?, ?, ?, ?)", ORDERS, i ->
                new Object[] {i, 1 + random.nextInt(CUSTOMERS), "2026-01-01T00:00:00Z", "sent"});
        many(connection, "INSERT INTO order_items VALUES (?, ?, ?, ?)", ORDERS * ITEMS_AN_ORDER, i -> new Object[] {
            1 + i % ORDERS, 1 + random.nextInt(PRODUCTS), 1 + random.nextInt(3), 100 + random.nextInt(9_900)
        });
        many(connection, "INSERT INTO payments VALUES (?, ?, ?, ?)", ORDERS, i ->
                new Object[] {i, i, 100 + random.nextInt(30_000), "card"});
    }

    private interface Row {
        Object[] values(int number);
    }

    private static void many(Connection connection, String sql, int count, Row row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 1; i <= count; i++) {
                Object[] values = row.values(i);
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.executeUpdate();
            }
        }
    }
}
