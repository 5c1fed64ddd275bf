package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/// Copies one moment of a live database into a file, for a comparison with what the store holds of that moment.
///
/// A comparison needs the same moment on both sides while the application goes on writing. So: W takes the write
/// lock and writes nothing; `whileNobodyWrites` runs, which is where a replicator is asked to sync; R begins to
/// read, which holds this very state for as long as R reads; W lets go. The application waits only for the sync. The
/// copy is then made through R by SQLite's backup, which takes the pages as they are. R is opened before W is closed
/// and closed last, and a read-only connection neither checkpoints nor deletes the `-wal`, so the database's files
/// stay as they were (ST-1).
public final class LiveCopy {
    private static final int APPLICATION_WAITS_MILLIS = 10_000;

    /// What is done while the write lock is held.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /// Makes `copy`, which must not exist yet.
    public void make(Path database, Path copy, Work whileNobodyWrites) throws IOException {
        if (Files.exists(copy)) {
            throw new IOException("is there already: " + copy);
        }
        try (Session reader = Session.open(SqliteUrl.readOnly(database))) {
            hold(database, reader, whileNobodyWrites);
            int result = reader.connection()
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup("main", copy.toAbsolutePath().toString(), null);
            reader.execute("ROLLBACK");
            // RS-7: the driver may say that all is well when nothing was copied.
            if (result != 0 || !Files.exists(copy) || Files.size(copy) == 0) {
                throw new IOException("could not copy " + database + " (SQLite result " + result + ")");
            }
        } catch (SQLException e) {
            throw new IOException("cannot copy " + database + ": " + Session.reason(e), e);
        }
    }

    private static void hold(Path database, Session reader, Work whileNobodyWrites) throws SQLException, IOException {
        try (Session writer = Session.open(SqliteUrl.readWrite(database))) {
            writer.execute("PRAGMA busy_timeout=" + APPLICATION_WAITS_MILLIS);
            writer.execute("PRAGMA query_only=OFF"); // with it there is no write lock either
            writer.execute("BEGIN IMMEDIATE");
            whileNobodyWrites.run();
            reader.execute("BEGIN");
            reader.number("SELECT count(*) FROM sqlite_schema"); // a BEGIN alone takes nothing (CP-1)
            writer.execute("ROLLBACK");
        }
    }
}
