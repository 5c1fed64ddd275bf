package dev.lifeboat.engine.replicate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An application in a process of its own that writes as fast as it can for some seconds, or checkpoints: arguments
/// `write DATABASE SECONDS ROWS_A_TRANSACTION TRANSACTIONS_A_SECOND(0 = all it can)`, `checkpoint DATABASE SECONDS`,
/// `reopen DATABASE SECONDS`, which opens it for each row, or `race DATABASE ROUNDS MEGABYTES` (see [ResetRace]).
///
/// A writer prints what it did and how long its transactions took.
final class LoadMain {
    private static final long BETWEEN_CHECKPOINTS_NANOS = 3_000_000;
    static final int SQLITE_BUSY = 5;

    private LoadMain() {}

    public static void main(String[] arguments) throws SQLException {
        String url = "jdbc:sqlite:file:" + Path.of(arguments[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
        if (arguments[0].equals("race")) {
            race(url, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            return;
        }
        if (arguments[0].equals("reopen")) {
            reopen(url, end);
            return;
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            if (arguments[0].equals("write")) {
                prepare(connection);
                System.out.println("ready");
                System.out.println(
                        write(connection, end, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])));
            } else {
                checkpoint(connection, end);
            }
        }
    }

    private static void race(String url, int rounds, int megabytes) throws SQLException {
        try (ResetRace race = new ResetRace(url, megabytes)) {
            System.out.println("ready");
            System.out.println("rounds " + rounds + " lost " + race.run(rounds));
        }
    }

    private static void reopen(String url, long end) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            prepare(connection);
        }
        System.out.println("ready");
        long rows = 0;
        while (System.nanoTime() < end) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=5000");
                statement.execute("INSERT INTO load(payload) VALUES ('row " + rows + "')");
            }
            rows++;
        }
        System.out.println("rows " + rows);
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=wal");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("CREATE TABLE IF NOT EXISTS load (n INTEGER PRIMARY KEY, payload TEXT NOT NULL)");
        }
    }

    private static String write(Connection connection, long end, int rows, int pace) throws SQLException {
        long[] micros = new long[1 << 22];
        int done = 0;
        connection.setAutoCommit(false);
        long began = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO load(payload) VALUES (?)")) {
            while (System.nanoTime() < end && done < micros.length) {
                long start = System.nanoTime();
                for (int row = 0; row < rows; row++) {
                    insert.setString(1, "load " + Long.toHexString(start * 0x9E3779B97F4A7C15L) + " ".repeat(80));
                    insert.executeUpdate();
                }
                connection.commit();
                micros[done++] = (System.nanoTime() - start) / 1000;
                long due = pace == 0 ? 0 : began + done * 1_000_000_000L / pace;
                if (due > System.nanoTime()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
        }
        long[] sorted = Arrays.copyOf(micros, done);
        Arrays.sort(sorted);
        double seconds = (System.nanoTime() - began) / 1e9;
        return String.format(
                Locale.ROOT,
                "transactions %d persecond %.0f p50us %d p99us %d p999us %d maxus %d",
                done,
                done / seconds,
                sorted[done / 2],
                sorted[(int) (done * 0.99)],
                sorted[(int) (done * 0.999)],
                sorted[done - 1]);
    }

    private static void checkpoint(Connection connection, long end) throws SQLException {
        String[] modes = {"PASSIVE", "RESTART", "PASSIVE", "TRUNCATE"};
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=0");
            for (int i = 0; System.nanoTime() < end; i++) {
                try {
                    statement.execute("PRAGMA wal_checkpoint(" + modes[i % modes.length] + ")");
                } catch (SQLException e) {
                    if ((e.getErrorCode() & 0xff) != SQLITE_BUSY) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(BETWEEN_CHECKPOINTS_NANOS);
            }
        }
    }
}
