package dev.lifeboat.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The application of the demonstration: takes an order, promises it in the ledger, shows somebody an order.
/// What fails it logs and tries again, as applications do. It never stops by itself, unless its sandbox is gone.
public final class Shop {
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(300);
    private static final int ORDERS_ON_A_PAGE = 400;

    private final Sandbox sandbox;
    private final RandomGenerator random;
    private final Clock clock;
    private final PrintWriter log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long sequence;

    public Shop(Sandbox sandbox, RandomGenerator random, Clock clock, PrintWriter log) {
        this.sandbox = sandbox;
        this.random = random;
        this.clock = clock;
        this.log = log;
    }

    /// Works until `close`, on the caller's thread. Builds the database where there is none yet and no ledger
    /// either.
    public int run() {
        try (Ledger ledger = openedLedger()) {
            ProcessFile.ofThisProcess().write(sandbox.writerPid());
            say("open, next order is " + (sequence + 1));
            while (!isClosed()) {
                session(ledger);
            }
            say("closed after order " + sequence);
            return 0;
        } catch (IOException | SQLException e) {
            say("cannot work at all: " + e);
            return 1;
        }
    }

    public void close() {
        closed.countDown();
    }

    private Ledger openedLedger() throws IOException, SQLException {
        if (Files.notExists(sandbox.ledger()) && Files.notExists(sandbox.database())) {
            ShopDatabase.build(sandbox.database(), random);
            say("database built");
        }
        // Numbers go on where the ledger stands, not where the database stands: a restore must not make us promise a
        // number a second time.
        sequence = Ledger.newest(sandbox.ledger()).map(Ledger.Entry::sequence).orElse(0L);
        return Ledger.append(sandbox.ledger());
    }

    private void session(Ledger ledger) throws IOException {
        try (Connection connection = ShopDatabase.open(sandbox.database(), false)) {
            while (!isClosed()) {
                ledger.promise(order(connection));
                page(connection);
                pause(BETWEEN_ORDERS);
            }
        } catch (SQLException e) {
            say("database failed, will try again: " + e.getMessage());
            pause(AFTER_FAILURE);
        }
    }

    private Ledger.Entry order(Connection connection) throws SQLException {
        // A number whose COMMIT failed is not used again: it may be in the database all the same.
        Ledger.Entry entry = new Ledger.Entry(++sequence, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                insert(connection, entry);
                statement.execute("COMMIT");
                return entry;
            } catch (SQLException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    private void insert(Connection connection, Ledger.Entry entry) throws SQLException {
        execute(
                connection,
                "INSERT INTO orders (customer_id, placed_at, state) VALUES (?, ?, 'new')",
                1 + random.nextInt(ShopDatabase.CUSTOMERS),
                entry.at().toString());
        long order = lastId(connection);
        int product = 1 + random.nextInt(ShopDatabase.PRODUCTS);
        execute(
                connection,
                "INSERT INTO order_items SELECT ?, id, 1, price_cents FROM products WHERE id = ?",
                order,
                product);
        execute(connection, "UPDATE products SET stock = stock - 1 WHERE id = ?", product);
        execute(
                connection,
                "INSERT INTO payments (order_id, amount_cents, method)"
                        + " SELECT order_id, sum(price_cents * quantity), 'card' FROM order_items WHERE order_id = ?",
                order);
        execute(
                connection,
                "INSERT INTO ledger (sequence, order_id, at) VALUES (?, ?, ?)",
                entry.sequence(),
                order,
                entry.at().toString());
    }

    /// What customers do most: look at old orders.
    private void page(Connection connection) throws SQLException {
        int first = 1 + random.nextInt(ShopDatabase.ORDERS);
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT sum(i.quantity * i.price_cents), count(p.id) FROM orders o
                  JOIN order_items i ON i.order_id = o.id JOIN payments p ON p.order_id = o.id
                 WHERE o.id BETWEEN ? AND ?""")) {
            select.setInt(1, first);
            select.setInt(2, first + ORDERS_ON_A_PAGE);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static long lastId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT last_insert_rowid()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void rollBack(Statement statement, SQLException cause) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself after some errors; the first one is what counts.
            cause.addSuppressed(e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0 || Files.notExists(sandbox.root());
    }

    private void pause(Duration duration) {
        try {
            boolean _ = closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            close();
        }
    }

    private void say(String text) {
        log.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " shop: " + text);
        log.flush();
    }
}
