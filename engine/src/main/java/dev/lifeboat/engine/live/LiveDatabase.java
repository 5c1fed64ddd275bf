package dev.lifeboat.engine.live;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.page.DatabaseHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database that is watched: the raw descriptor and the read mark, opened and closed in the only safe order.
///
/// Opening creates no database; on a WAL-mode database that nobody has open SQLite makes an empty `-wal` and
/// `-shm`. Closing leaves `db`, `-wal` and `-shm` as they are (ST-1): the connections that could checkpoint on
/// closing go first, under the read mark, and the read mark's own are read-only. Belongs to one thread; only
/// [#file] may be shared.
public final class LiveDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveDatabase.class);

    /// The write lock is given back then, whatever the checkpoint behind it waits for. Three times as long as a
    /// seal may take (250 ms), so that a slow disk is no hung one; and an application with a busy timeout of 1 s,
    /// the least that we ask for (CP-5), still gets through.
    static final Duration LONGEST_LOCK = Duration.ofMillis(800);

    /// How long the write lock is asked for: for a seal, for a mark, and for one that somebody may wait for who has
    /// the lock himself.
    private static final Duration PATIENCE_FOR_SEAL = Duration.ofMillis(200);

    private static final Duration PATIENCE_FOR_MARK = Duration.ofMillis(20);
    private static final Duration PATIENCE_IN_PAUSE = Duration.ofMillis(1);

    /// SQLite's own busy handler sleeps for 100 ms at most before it asks for a lock again.
    private static final Duration LONGEST_STEP = Duration.ofMillis(120);

    /// An application with long writes keeps a mark from moving for so long.
    private static final Duration MOST_POSTPONED = Duration.ofSeconds(1);

    /// SQLITE_PERM, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_AUTH, SQLITE_NOTADB: what writing meets
    /// again.
    private static final Set<Integer> LASTING = Set.of(3, 8, 11, 14, 23, 26);

    private final DatabasePath path;
    private final WatchedFile file;
    private final PageSize pageSize;
    private final boolean canSeeLocks;
    private final ReadMarks marks;
    private Optional<Sealing> sealing = Optional.empty();
    private String unsealable = "";

    private LiveDatabase(DatabasePath path, WatchedFile file, PageSize pageSize, ReadMarks marks) {
        this.path = path;
        this.file = file;
        this.pageSize = pageSize;
        this.marks = marks;
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
        boolean kept = false;
        Optional<ReadMarks> marks = Optional.empty();
        try {
            marks = Optional.of(ReadMarks.open(path.file()));
            LiveDatabase database = new LiveDatabase(path, file, header.pageSize(), marks.get());
            // SQLite opened the path a moment after we did: what it holds must be what we hold.
            kept = database.isAtItsPath();
            if (kept) {
                database.warnWhereLocksCannotBeSeen();
                return new OpenOutcome.Opened(database);
            }
            return new OpenOutcome.Unusable(
                    new DatabaseTrouble.Unreadable(path.file(), "it was exchanged while it was opened"));
        } catch (SQLException e) {
            return new OpenOutcome.Unusable(
                    new DatabaseTrouble.Unreadable(path.file(), String.valueOf(e.getMessage())));
        } finally {
            // Whatever went wrong: the caller closes the descriptor next, and the marks have to go before it (LK-1).
            if (!kept) {
                marks.ifPresent(ReadMarks::close);
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
        return modified().isPresent();
    }

    /// When the file was written last; empty where the path names another one. One call of stat.
    public Optional<FileTime> modified() {
        try {
            Map<String, Object> stat =
                    Files.readAttributes(path.file(), "unix:dev,ino,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            return FileId.from(stat).equals(file.identity())
                    ? Optional.ofNullable((FileTime) stat.get("lastModifiedTime"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
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

    /// Whether another process seems to checkpoint with FULL, RESTART or TRUNCATE just now. One that writes on one
    /// connection and checkpoints on another looks the same. False where the kernel does not tell: of processes
    /// outside our PID namespace it shows no locks.
    public boolean isCheckpointWaiting() {
        try {
            return LockWatch.isCheckpointWaiting(path.shm());
        } catch (IOException e) {
            return false;
        }
    }

    /// How many frames of the present WAL SQLite counts as committed, asked by a checkpoint that does nothing; empty
    /// where SQLite cannot tell, as on a damaged schema.
    public OptionalLong committedFrames() {
        return marks.committedFrames();
    }

    /// Whether everything that is committed has been back-filled, by whomever. False where SQLite cannot tell.
    public boolean isBackfilled() {
        return sealing().map(open -> open.count().isComplete()).orElse(false);
    }

    /// What is done behind the write lock.
    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException;
    }

    /// What is done between two read marks.
    @FunctionalInterface
    public interface Renewal {
        /// `frames`: when so many of the present WAL are captured, everything up to the second mark is. Empty where
        /// that is not known; then all that is committed has to be.
        boolean captured(OptionalLong frames) throws IOException;
    }

    /// Hand over hand (CP-1): a second mark begins, then `renewal` captures everything up to it and answers whether it
    /// has, then the first one ends. Where it has not, the first one stays. Answers what `renewal` did.
    public boolean renew(Renewal renewal) throws IOException {
        return renew(ReadMark::begin, renewal);
    }

    /// As [#renew], for a database that somebody else checkpoints with FULL, RESTART or TRUNCATE: the second mark
    /// begins behind the write lock. Such a checkpoint reads the mark of a slot before it asks for the slot's lock,
    /// and waits for one that came in between until its busy timeout, wherever that one stands. It has the write
    /// lock then.
    ///
    /// Where somebody keeps that lock the second mark begins without it in a pause, in which it is probably waited
    /// for, or where none has begun for a second. Else it does not begin, and `renewal` is not asked.
    public boolean renewBehindLock(boolean isPause, Renewal renewal) throws IOException {
        return renew(mark -> beginsBehindLock(mark, isPause), renewal);
    }

    private boolean renew(ReadMarks.Beginning beginning, Renewal renewal) throws IOException {
        try {
            return marks.handOver(beginning, () -> renewal.captured(framesAtMost()));
        } catch (SQLException e) {
            throw new IOException("renewing the read mark: " + e.getMessage(), e);
        }
    }

    private boolean beginsBehindLock(ReadMark mark, boolean isPause) throws IOException, SQLException {
        Optional<WriteLock> lock = lockForMark(isPause ? PATIENCE_IN_PAUSE : PATIENCE_FOR_MARK);
        if (lock.isEmpty()) {
            return marks.sinceMoved().compareTo(isPause ? longestWait() : MOST_POSTPONED) > 0 && mark.begin();
        }
        try (WriteLock _ = lock.get()) {
            return mark.begin();
        }
    }

    /// Who waits for a slot looks after it now and then, and until then a mark that comes there again is another
    /// one that he waits for. Off slot 0, and onto it where all is back-filled, a mark comes to none of those.
    private Duration longestWait() {
        return slot().orElse(0) == 0 || isBackfilled() ? Duration.ZERO : LONGEST_STEP;
    }

    private Optional<WriteLock> lockForMark(Duration patience) {
        Optional<Sealing> open = sealing();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try {
            return lock(open.get(), patience);
        } catch (SQLException e) {
            LOG.debug("a mark without the write lock of {}: {}", path, e.getMessage());
            return Optional.empty();
        }
    }

    /// How far the marks can reach at most. A WAL that may still restart has no such number.
    private OptionalLong framesAtMost() {
        return slot().orElse(0) > 0
                ? sealing().map(Sealing::committedFrames).orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    /// Why this database cannot be checkpointed by us; empty while it can.
    public String whyNoCheckpoint() {
        return unsealable;
    }

    /// A checkpoint without the write lock: back-fills what lies behind the read mark (CP-5). Nothing where there can
    /// be none.
    public Optional<CheckpointRow> backfill() {
        return sealing().flatMap(open -> {
            try {
                return Optional.of(open.passive(System.nanoTime() + Sealing.BUSY_LIMIT_NANOS));
            } catch (SQLException e) {
                LOG.debug("checkpoint of {}: {}", path, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /// Makes the `-wal` empty, if all of it is back-filled and nobody reads it. Waits for nobody.
    public boolean truncate() {
        return sealing()
                .map(open -> {
                    try {
                        return open.truncate().isComplete();
                    } catch (SQLException e) {
                        LOG.debug("truncating the WAL of {}: {}", path, e.getMessage());
                        return false;
                    }
                })
                .orElse(false);
    }

    /// Read-write connections are opened when they are first needed; where that is not possible it is not tried again.
    private Optional<Sealing> sealing() {
        if (sealing.isEmpty() && unsealable.isEmpty()) {
            if (!Files.isWritable(path.file()) || !Files.isWritable(path.shm())) {
                unsealable = "the database or its -shm cannot be written by this process";
            } else {
                try {
                    sealing = Optional.of(Sealing.open(path.file()));
                } catch (SQLException e) {
                    unsealable = String.valueOf(e.getMessage());
                }
            }
        }
        return sealing;
    }

    /// The sealed checkpoint (CP-3). `rest` captures what is committed and answers how many frames of the present WAL
    /// are captured then, all of them on stable storage; nothing where it gives up.
    ///
    /// The write lock comes first, so nobody can append to the WAL or restart it. It is given back after
    /// [#LONGEST_LOCK], also while this waits for a disk (D2).
    public SealOutcome seal(Step<OptionalLong> rest) throws IOException {
        Optional<Sealing> open = sealing();
        if (open.isEmpty()) {
            return SealOutcome.GaveUp.before(unsealable, 0);
        }
        Optional<WriteLock> lock;
        try {
            lock = lock(open.get(), PATIENCE_FOR_SEAL);
        } catch (SQLException e) {
            return SealOutcome.GaveUp.before(String.valueOf(e.getMessage()), 0);
        }
        if (lock.isEmpty()) {
            return SealOutcome.GaveUp.before("the application did not let go of the write lock", 0);
        }
        try (WriteLock held = lock.get()) {
            return new Seal(open.get(), marks, held).run(rest);
        }
    }

    /// Empty where somebody else has it, or where it cannot be watched.
    private Optional<WriteLock> lock(Sealing open, Duration patience) throws SQLException {
        try {
            return WriteLock.take(open, path, patience, LONGEST_LOCK);
        } catch (SQLException e) {
            // A disk that failed for a moment has not made the database read-only.
            if (LASTING.contains(SqliteSessions.primaryCode(e))) {
                unsealable = String.valueOf(e.getMessage());
            }
            throw e;
        }
    }

    public Path wal() {
        return path.wal();
    }

    /// ST-1. What could checkpoint goes first, while the mark stands and keeps it from that; the mark goes before the
    /// descriptor, whose closing would drop its locks.
    @Override
    public void close() throws IOException {
        sealing.ifPresent(Sealing::close);
        sealing = Optional.empty();
        marks.close();
        file.close();
    }
}
