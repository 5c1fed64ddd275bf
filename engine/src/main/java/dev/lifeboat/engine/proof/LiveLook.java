package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.LiveSight.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Looks at a database that may be damaged and may be in use, through SQLite with `mode=ro` alone: it opens no
/// descriptor of its own, so it drops no lock wherever it runs (LK-3).
///
/// One damaged table never stops the others. An application that holds the file goes on undisturbed; readers do not
/// block a writer in WAL mode, and elsewhere for no longer than one statement. A read-only connection neither
/// checkpoints nor deletes a `-wal`. In WAL mode, where nobody has the database open, SQLite makes an empty `-wal` and
/// a `-shm` for the reading and leaves them; they hold nothing.
///
/// While a statement reads, no checkpoint gets behind it and the WAL of an application that writes grows: a look that
/// is not asked for by itself has a limit.
public final class LiveLook {
    private final Optional<Duration> limit;

    /// Reads everything, however long it takes.
    public LiveLook() {
        this(Optional.empty());
    }

    private LiveLook(Optional<Duration> limit) {
        this.limit = limit;
    }

    /// Leaves off after about `limit`, with what it saw until then: nothing of it is red for that reason.
    /// Counting, which cannot be broken off, comes behind a check of the same pages that ended in time.
    public static LiveLook within(Duration limit) {
        return new LiveLook(Optional.of(limit));
    }

    public LiveSight look(Path database) {
        try {
            State absent = absence(database);
            if (absent != State.READABLE) {
                return unreadable(absent, said(absent) + ": " + database);
            }
        } catch (IOException e) {
            return unreadable(State.CANNOT_OPEN, e.toString());
        }
        try (Session session = Session.open(SqliteUrl.readOnly(database))) {
            return look(session);
        } catch (SQLiteException e) {
            boolean foreign = e.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB;
            return unreadable(foreign ? State.NOT_A_DATABASE : State.CANNOT_OPEN, Session.reason(e));
        } catch (SQLException e) {
            return unreadable(State.CANNOT_OPEN, Session.reason(e));
        }
    }

    private static State absence(Path database) throws IOException {
        if (Files.exists(database)) {
            return Files.size(database) == 0 ? State.EMPTY : State.READABLE;
        }
        Path wal = database.resolveSibling(database.getFileName() + "-wal");
        return Files.exists(wal, LinkOption.NOFOLLOW_LINKS) ? State.MISSING_WITH_WAL : State.MISSING;
    }

    private static String said(State absent) {
        return switch (absent) {
            case MISSING -> "there is no file";
            case MISSING_WITH_WAL -> "the database is gone and its -wal is left; nobody may open it now";
            case EMPTY -> "the file has no bytes";
            case READABLE, NOT_A_DATABASE, CANNOT_OPEN -> "cannot be read";
        };
    }

    private LiveSight look(Session session) throws SQLException {
        if (limit.isPresent()) {
            session.endCloselyAt(new Deadline(limit.get()));
        }
        List<Finding> findings = new ArrayList<>();
        Contents contents;
        try {
            contents = read(session, findings);
        } catch (SQLException e) {
            if (!Session.isTimeUp(e)) {
                throw e;
            }
            contents = Contents.unknown();
            findings.add(Finding.amber("quick_check", "left off: reading all of it takes too long for a look"));
        }
        Verdict verdict = findings.stream().map(Finding::weight).reduce(Verdict.GREEN, Verdict::worse);
        return new LiveSight(
                verdict,
                State.READABLE,
                setting(session, "journal_mode"),
                number(setting(session, "page_size")),
                number(setting(session, "page_count")),
                findings,
                contents);
    }

    private static Contents read(Session session, List<Finding> findings) throws SQLException {
        findings.addAll(new Checks(session).quick());
        RowCounts rows = new RowCounter(session).count();
        if (!rows.complete()) {
            findings.add(Finding.red("schema", "the list of tables cannot be read"));
        }
        for (TableRows table : rows.tables().values()) {
            if (table instanceof TableRows.Partial(String name, long readable, String reason)) {
                findings.add(Finding.red("rows", name + " breaks off, " + readable + " rows can be read: " + reason));
            }
        }
        return Contents.of(session, rows, false);
    }

    private static String setting(Session session, String name) {
        try {
            return session.text("PRAGMA " + name);
        } catch (SQLException e) {
            return "";
        }
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static LiveSight unreadable(State state, String text) {
        return new LiveSight(Verdict.RED, state, "", 0, 0, List.of(Finding.red("open", text)), Contents.unknown());
    }
}
