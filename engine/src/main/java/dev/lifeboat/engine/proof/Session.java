package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;

/// A read-only connection set up for a file that nobody vouches for (SE-7), and the few questions we ask.
final class Session implements AutoCloseable {
    private static final int BUSY_MILLIS = 5_000;
    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_CORRUPT = 11;
    /// A millisecond of statements. A check takes one step a page and comes to some megabytes, more where large values
    /// lie behind the pages.
    private static final int STEPS_BETWEEN_LOOKS = 2_000;
    /// For who may not read much longer than the deadline says.
    private static final int STEPS_BETWEEN_CLOSE_LOOKS = 20;
    /// Some ten thousand rows.
    private static final int CLOSE_LOOKS_OF_A_SMALL_DATABASE = 10_000;
    /// A cold disk reads that much in a fraction of a second.
    private static final long SMALL_DATABASE_BYTES = 16 << 20;
    private static final int PRIMARY_CODE_MASK = 0xff;

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /// Opens and asks the first question, because SQLite opens a file only then.
    static Session open(SqliteUrl url) throws SQLException {
        return open(url, "PRAGMA query_only=ON", "SELECT count(*) FROM sqlite_schema");
    }

    /// The same for a transaction that will be rolled back, on a file of our own. No `-shm` is made, and where nothing
    /// is written the file stays as it was, byte for byte.
    static Session openToRollBack(SqliteUrl url) throws SQLException {
        return open(url, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN IMMEDIATE");
    }

    private static Session open(SqliteUrl url, String... further) throws SQLException {
        Session session = new Session(DriverManager.getConnection(url.text()));
        try {
            session.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
            session.execute("PRAGMA trusted_schema=OFF");
            session.execute("PRAGMA cell_size_check=ON");
            session.execute("PRAGMA mmap_size=0");
            session.execute("PRAGMA wal_autocheckpoint=0");
            for (String statement : further) {
                session.execute(statement);
            }
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /// From here on a statement that runs when `deadline` passes is interrupted, as is every later one.
    void endAt(Deadline deadline) throws SQLException {
        endAt(deadline, STEPS_BETWEEN_LOOKS, 0);
    }

    /// The same for a look that holds up a busy application's WAL. Of a small database, what takes no more than some
    /// milliseconds of computing is never interrupted, however long this thread had to wait for the processor.
    ///
    /// SQLite cannot be interrupted within one value: it is read to its end.
    void endCloselyAt(Deadline deadline) throws SQLException {
        boolean isSmall = number("PRAGMA page_count") * number("PRAGMA page_size") <= SMALL_DATABASE_BYTES;
        endAt(deadline, STEPS_BETWEEN_CLOSE_LOOKS, isSmall ? CLOSE_LOOKS_OF_A_SMALL_DATABASE : 0);
    }

    private void endAt(Deadline deadline, int steps, int freeLooks) throws SQLException {
        ProgressHandler.setHandler(connection, steps, new ProgressHandler() {
            private int looks;

            @Override
            protected int progress() {
                looks++;
                return looks > freeLooks && deadline.isPassed() ? 1 : 0;
            }
        });
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            String text = result.next() ? result.getString(1) : null;
            return text == null ? "" : text;
        }
    }

    /// The first column, at most `limit` rows.
    List<String> texts(String sql, int limit) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (texts.size() < limit && result.next()) {
                texts.add(String.valueOf(result.getString(1)));
            }
        }
        return texts;
    }

    /// How many rows `sql` gives before it ends or breaks off, and the last value of the first column.
    Walk walk(String sql) {
        long rows = 0;
        long last = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                last = result.getLong(1);
                rows++;
            }
            return new Walk(rows, last, "");
        } catch (SQLException e) {
            return new Walk(rows, last, reason(e));
        }
    }

    /// `broke` is empty where the walk came to its end.
    record Walk(long rows, long last, String broke) {}

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static String reason(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    /// Whether a deadline passed.
    static boolean isTimeUp(SQLException e) {
        return (e.getErrorCode() & PRIMARY_CODE_MASK) == SQLITE_INTERRUPT;
    }

    static boolean isCorrupt(SQLException e) {
        return (e.getErrorCode() & PRIMARY_CODE_MASK) == SQLITE_CORRUPT;
    }

    /// Whether SQLite could not run a statement as it was written, which says nothing about the file.
    static boolean isStatementError(SQLException e) {
        return (e.getErrorCode() & PRIMARY_CODE_MASK) == SQLITE_ERROR;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
