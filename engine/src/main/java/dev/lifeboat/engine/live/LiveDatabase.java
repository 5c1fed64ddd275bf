package dev.lifeboat.engine.live;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.page.DatabaseHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database that is watched: the raw descriptor and the read mark, opened and closed in the only safe order.
///
/// Opening creates no database; on a WAL-mode database that nobody has open SQLite makes an empty `-wal` and `-shm`.
/// Closing leaves `db`, `-wal` and `-shm` as they are (ST-1): all connections are read-only, and one such cannot
/// checkpoint. Belongs to one thread; only [#file] may be shared.
public final class LiveDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveDatabase.class);

    private final DatabasePath path;
    private final WatchedFile file;
    private final PageSize pageSize;
    private final ReadMark mark;
    private final boolean canSeeLocks;

    private LiveDatabase(DatabasePath path, WatchedFile file, PageSize pageSize, ReadMark mark) {
        this.path = path;
        this.file = file;
        this.pageSize = pageSize;
        this.mark = mark;
        // Some file systems show one inode to stat and another one in /proc/locks, some hosts show no locks at all.
        this.canSeeLocks = lookAtLocks() instanceof LockWatch.Look.Held;
    }

    public sealed interface OpenOutcome {
        record Opened(LiveDatabase database) implements OpenOutcome {}

        record Unusable(DatabaseTrouble trouble) implements OpenOutcome {}
    }

    /// Takes a database up for watching. The descriptor comes first and goes last (LK-1), also when this fails.
    public static OpenOutcome open(DatabasePath path) throws IOException {
        if (!Files.exists(path.file())) {
            return new OpenOutcome.Unusable(
                    Files.exists(path.wal())
                            ? new DatabaseTrouble.MissingWithWal(path.file(), path.wal())
                            : new DatabaseTrouble.Missing(path.file()));
        }
        WatchedFile file = WatchedFile.open(path.file());
        OpenOutcome outcome = new OpenOutcome.Unusable(new DatabaseTrouble.Missing(path.file()));
        try {
            outcome = judge(path, file);
        } finally {
            if (!(outcome instanceof OpenOutcome.Opened)) {
                file.close();
            }
        }
        return outcome;
    }

    private static OpenOutcome judge(DatabasePath path, WatchedFile file) throws IOException {
        byte[] first = new byte[DatabaseHeader.BYTES];
        int present = file.read(0, first, first.length);
        if (present == 0) {
            return new OpenOutcome.Unusable(new DatabaseTrouble.Empty(path.file()));
        }
        return switch (DatabaseHeader.read(ByteBuffer.wrap(first, 0, present))) {
            case DatabaseHeader.Reading.NotADatabase(String reason) ->
                new OpenOutcome.Unusable(new DatabaseTrouble.NotADatabase(path.file(), reason));
            case DatabaseHeader.Reading.Header(DatabaseHeader header) when header.isWal() -> mark(path, file, header);
            case DatabaseHeader.Reading.Header(DatabaseHeader header) -> new OpenOutcome.Unusable(notWal(path, header));
        };
    }

    private static DatabaseTrouble notWal(DatabasePath path, DatabaseHeader header) {
        return header.writeVersion() == 1 && header.readVersion() == 1
                ? new DatabaseTrouble.NotWal(path.file())
                : new DatabaseTrouble.UnknownVersion(path.file(), header.writeVersion(), header.readVersion());
    }

    private static OpenOutcome mark(DatabasePath path, WatchedFile file, DatabaseHeader header) throws IOException {
        ReadMark mark;
        try {
            mark = ReadMark.take(path.file());
        } catch (SQLException e) {
            return new OpenOutcome.Unusable(
                    new DatabaseTrouble.Unreadable(path.file(), String.valueOf(e.getMessage())));
        }
        boolean kept = false;
        try {
            LiveDatabase database = new LiveDatabase(path, file, header.pageSize(), mark);
            // SQLite opened the path a moment after we did: what it holds must be what we hold.
            kept = database.isAtItsPath();
            if (kept) {
                database.warnWhereLocksCannotBeSeen();
                return new OpenOutcome.Opened(database);
            }
            return new OpenOutcome.Unusable(
                    new DatabaseTrouble.Unreadable(path.file(), "it was exchanged while it was opened"));
        } finally {
            // Whatever went wrong: the caller closes the descriptor next, and the mark has to go before it (LK-1).
            if (!kept) {
                mark.close();
            }
        }
    }

    public DatabasePath path() {
        return path;
    }

    public WatchedFile file() {
        return file;
    }

    public PageSize pageSize() {
        return pageSize;
    }

    /// Whether the path still names the file that is held (DB-1).
    public boolean isAtItsPath() {
        try {
            return FileId.ofName(path.file()).equals(file.identity());
        } catch (IOException e) {
            return false;
        }
    }

    private void warnWhereLocksCannotBeSeen() {
        if (!canSeeLocks) {
            LOG.warn("the locks on {} cannot be seen in /proc/locks: if they are lost, nobody will notice", path);
        }
    }

    /// Whether the read mark has stood without a break as far as the kernel knows (LK-6). True where it cannot be told;
    /// then [#slot] is empty and nothing may be built on it.
    public boolean isMarkStanding() {
        return !canSeeLocks || lookAtLocks() instanceof LockWatch.Look.Held;
    }

    /// The slot of the read mark, where the kernel tells.
    public OptionalInt slot() {
        return lookAtLocks() instanceof LockWatch.Look.Held(int slot) ? OptionalInt.of(slot) : OptionalInt.empty();
    }

    private LockWatch.Look lookAtLocks() {
        try {
            return LockWatch.look(file.identity(), path.shm());
        } catch (IOException e) {
            return new LockWatch.Look.Missing("the -shm: " + e.getMessage());
        }
    }

    /// How many frames of the present WAL SQLite counts as committed, asked by a checkpoint that does nothing; empty
    /// where SQLite cannot tell, as on a damaged schema.
    public OptionalLong committedFrames() {
        try (Connection connection = SqliteSessions.openReadOnly(path.file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            long frames = row.getInt(1) == 0 ? row.getLong(2) : -1;
            return frames >= 0 ? OptionalLong.of(frames) : OptionalLong.empty();
        } catch (SQLException e) {
            return OptionalLong.empty();
        }
    }

    public Path wal() {
        return path.wal();
    }

    /// ST-1. The mark goes before the descriptor, whose closing would drop its locks.
    @Override
    public void close() throws IOException {
        mark.close();
        file.close();
    }
}
