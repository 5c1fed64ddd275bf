package dev.lifeboat.engine.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;

/// The application's side: reads commands from its standard input.
///
/// Rows are numbered from 1 without a hole; the number goes to the ledger, fsynced, when the commit has returned.
final class ApplicationMain {
    private static final List<String> MODES = List.of("PASSIVE", "PASSIVE", "RESTART", "TRUNCATE");

    /// RESTART and TRUNCATE hold the write lock while they wait for a reader: without a pause nobody else gets on.
    private static final long BETWEEN_CHECKPOINTS_NANOS = 3_000_000;

    private static final int SQLITE_BUSY = 5;
    private static final int MOST_ATTEMPTS = 1000;

    private final Connection connection;
    private final Path ledger;

    private ApplicationMain(Connection connection, Path ledger) {
        this.connection = connection;
        this.ledger = ledger;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + arguments[0])) {
            ApplicationMain application = new ApplicationMain(connection, Path.of(arguments[1]));
            application.sql("PRAGMA journal_mode=wal");
            application.sql("PRAGMA synchronous=FULL");
            application.sql("CREATE TABLE IF NOT EXISTS entry (n INTEGER PRIMARY KEY, payload TEXT NOT NULL)");
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(application.answer(line));
            }
        }
    }

    private String answer(String line) throws SQLException, IOException {
        if (line.startsWith("rows ")) {
            long last = 0;
            for (int left = Integer.parseInt(line.substring(5)); left > 0; left--) {
                last = row();
            }
            return Long.toString(last);
        }
        if (line.startsWith("sql ")) {
            return sql(line.substring(4));
        }
        while (line.equals("forever")) {
            row();
        }
        for (int i = 0; line.equals("checkpoint forever"); i++) {
            sql("PRAGMA busy_timeout=0");
            sql("PRAGMA wal_checkpoint(" + MODES.get(i % MODES.size()) + ")");
            LockSupport.parkNanos(BETWEEN_CHECKPOINTS_NANOS);
        }
        return "unknown command";
    }

    private long row() throws SQLException, IOException {
        long n = Long.parseLong(sql("SELECT coalesce(max(n), 0) FROM entry")) + 1;
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?)")) {
            insert.setLong(1, n);
            insert.setString(2, "entry ".repeat(1 + (int) (n % 200)) + n);
            untilNotBusy(insert);
        }
        Files.writeString(
                ledger, n + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        return n;
    }

    /// A checkpointer that never rests wins over the busy timeout now and then.
    private static void untilNotBusy(PreparedStatement insert) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                insert.executeUpdate();
                return;
            } catch (SQLException e) {
                if ((e.getErrorCode() & 0xff) != SQLITE_BUSY || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private String sql(String text) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "ok";
            }
            try (ResultSet row = statement.getResultSet()) {
                StringJoiner columns = new StringJoiner("|");
                if (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.add(row.getString(i));
                    }
                }
                return columns.toString();
            }
        } catch (SQLException e) {
            return "error: " + e.getMessage();
        }
    }
}
