package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Takes what was committed since the last look, and proves that it continues what was taken before (CP-2, CP-6).
///
/// Each scan begins at the *start* of the last captured transaction, not at its end. A writer that is killed
/// between the WAL and the wal-index leaves a transaction with a valid commit frame that SQLite does not count;
/// the next writer overwrites it in place. Only the last transaction can be such a one. Reading it again shows
/// whether it is still the one that was captured; if not, the chain is cut and a new generation begins.
///
/// A changed header is a restart. Under a standing mark the WAL restarts only from slot 0, where all M frames were
/// back-filled before the mark was taken and nothing is back-filled after: so it restarts at most once, and its end is
/// M. That one restart is the next index if exactly M frames were captured; M is known from SQLite's own count, asked
/// while the mark stood, or from a seal. On the other slots it does not restart at all, and one that is seen there
/// means lost locks. In every other case nothing is proved and a new generation begins.
final class Follower {
    private final LiveDatabase database;
    private final GenerationId generation;
    private final Spool spool;
    private final Clock clock;
    private final long walLimitBytes;
    private PageKeeper keeper = PageKeeper.NOBODY;
    private Optional<WalHeader> previous = Optional.empty();
    private Optional<Life> life;
    private boolean restartIsProvable;
    private boolean isSealed;
    private long framesAtMark;

    /// So many at least were committed when the mark was taken. At a start that is not known: commits may have come
    /// in between the two.
    private long framesUnderMark;

    private long pages;
    private long commits;
    private final ForeignCheckpoints others = new ForeignCheckpoints();
    private Tail tail = Tail.UNKNOWN;
    private Optional<WalCursor> tailEnd = Optional.empty();

    Follower(
            LiveDatabase database,
            GenerationId generation,
            Spool spool,
            Clock clock,
            long walLimitBytes,
            Optional<Life> life,
            boolean restartIsProvable,
            long pages) {
        this.database = database;
        this.generation = generation;
        this.spool = spool;
        this.clock = clock;
        this.walLimitBytes = walLimitBytes;
        this.life = life;
        this.restartIsProvable = restartIsProvable;
        this.framesAtMark = frames();
        this.pages = pages;
    }

    sealed interface Found {
        /// Whether nothing more was committed when the look ended.
        default boolean isAll() {
            return this instanceof Nothing || this instanceof Captured(Chunk _, boolean all) && all;
        }

        /// Whether this generation ends with it.
        default boolean isEnd() {
            return this instanceof Broken || this instanceof Incident;
        }

        record Nothing() implements Found {}

        /// `isAll`: nothing more was committed at the end of the look.
        record Captured(Chunk chunk, boolean isAll) implements Found {}

        /// Continuity cannot be proved or cannot be kept: a new generation has to begin.
        record Broken(String reason) implements Found {}

        /// Something happened to the files that a person has to judge (DB-1).
        record Incident(String reason) implements Found {}

        /// This look gave nothing to go by; the next may.
        record Unclear(String reason) implements Found {}
    }

    /// Who is told of pages from now on.
    void tell(PageKeeper next) {
        keeper = next;
    }

    Found look(CapturePass.Limits limits) throws IOException {
        if (!database.isAtItsPath()) {
            return new Found.Incident(database.path()
                    + " is no longer the file that was replicated: it was replaced, renamed or deleted");
        }
        try (WalFile wal = WalFile.open(database.wal())) {
            return switch (WalHeader.read(wal.first(WalHeader.BYTES))) {
                case WalHeader.Reading.Header(WalHeader header) -> look(wal, header, limits);
                case WalHeader.Reading.NotAWal(String reason) -> noHeader(wal, reason);
            };
        } catch (NoSuchFileException e) {
            return noWal();
        }
    }

    /// SQLite removes a WAL only where our locks do not keep it from that.
    private Found noWal() {
        if (!database.isMarkStanding()) {
            return lostLocks();
        }
        return life.isPresent()
                ? new Found.Incident(database.wal() + " was removed while the database is in use")
                : new Found.Nothing();
    }

    private Found noHeader(WalFile wal, String reason) throws IOException {
        if (wal.first(1).length > 0) {
            return new Found.Unclear("the WAL cannot be read now: " + reason);
        }
        if (life.isPresent()) {
            others.empty(clock.instant());
        }
        return new Found.Nothing();
    }

    private Found look(WalFile wal, WalHeader header, CapturePass.Limits limits) throws IOException {
        if (life.isEmpty() || !life.get().header().equals(header)) {
            Optional<Life> next = next(header);
            if (next.isEmpty()) {
                return new Found.Broken("the WAL was restarted and it cannot be proved that all of it was captured");
            }
            if (!database.isMarkStanding()) {
                return lostLocks();
            }
            previous = life.map(Life::header);
            previous.ifPresent(before -> others.began(before, header, clock.instant()));
            keepTailOnlyOf(life);
            life = next;
            restartIsProvable = false;
            isSealed = false;
            framesAtMark = 0;
            framesUnderMark = 0;
        }
        return follow(wal, life.get(), limits);
    }

    /// The life that `header` begins, or nothing where that is not proved.
    private Optional<Life> next(WalHeader header) {
        if (!header.pageSize().equals(database.pageSize())) {
            return Optional.empty();
        }
        if (life.isEmpty()) {
            return Optional.of(Life.begin(0, header));
        }
        Life old = life.get();
        if (!old.hasCommits()) {
            // No chunk has this index yet. An empty WAL is reset at will (CP-6).
            return Optional.of(Life.begin(old.index(), header));
        }
        if (!restartIsProvable) {
            return Optional.empty();
        }
        return Optional.of(Life.begin(old.isInSnapshot() ? old.index() : old.index() + 1, header));
    }

    private Found follow(WalFile wal, Life known, CapturePass.Limits limits) throws IOException {
        if (known.nextOffsetBytes() >= walLimitBytes) {
            return new Found.Broken("the WAL has reached " + known.nextOffsetBytes() + " bytes");
        }
        Position start = new Position(generation, known.index(), known.nextOffsetBytes());
        try (CapturePass pass = new CapturePass(wal, known, spool, start, keeper, limits)) {
            return switch (pass.run()) {
                case CapturePass.Outcome.Nothing _ -> nothing();
                case CapturePass.Outcome.Changed _ -> changed();
                case CapturePass.Outcome.TooMuch _ -> new Found.Unclear("too much is committed to take it now");
                case CapturePass.Outcome.Diverged _ ->
                    isStill(wal, known)
                            ? new Found.Broken(
                                    "the last transaction was overwritten by another one before it was whole")
                            : changed();
                case CapturePass.Outcome.Taken taken -> finish(taken);
            };
        }
    }

    private Found nothing() {
        // A commit that was on its way when the mark was taken is counted by now.
        if (!restartIsProvable && !isSealed && frames() == framesAtMark && frames() > 0 && onSlotZero()) {
            restartIsProvable = isCounted();
        }
        return new Found.Nothing();
    }

    private static boolean isStill(WalFile wal, Life known) throws IOException {
        return WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader now)
                && now.equals(known.header());
    }

    private Found finish(CapturePass.Outcome.Taken taken) throws IOException {
        // Looked at behind the copy: nobody takes a lost lock again, so seen now means held all the while (LK-6).
        if (!database.isMarkStanding()) {
            return lostLocks();
        }
        Chunk chunk = taken.draft().finish(clock.instant());
        life = Optional.of(taken.life());
        commits += taken.commits();
        pages = taken.pages();
        // A life that grows under a mark does not restart under it any more.
        restartIsProvable = false;
        isSealed = false;
        return new Found.Captured(chunk, taken.isAll());
    }

    private static Found changed() {
        return new Found.Unclear("the WAL changed while it was read");
    }

    private static Found lostLocks() {
        return new Found.Broken("the locks on the database were lost: something in this process closed the file");
    }

    /// The WAL was made empty by ourselves.
    void emptied() {
        others.emptiedByUs();
    }

    /// What a person should know of resets that were not ours; empty where there is nothing.
    String resetNotice() {
        return others.notice(clock.instant());
    }

    /// Whether somebody else may checkpoint with FULL, RESTART or TRUNCATE at any time.
    boolean isCheckpointedByOthers() {
        return others.areLikely(clock.instant());
    }

    /// Somebody else seems to do so just now.
    void sawCheckpointOfOthers() {
        others.waiting(clock.instant());
    }

    /// The mark was moved, and everything up to it is captured. From slot 0 to slot 0 a proof goes along: nothing was
    /// back-filled in between, so there was no second restart. `isCounted`: while both marks stood, the old one
    /// not on slot 0, SQLite counted just what is captured. An application that waited for the move restarts the
    /// WAL at once, and then it is too late to ask.
    ///
    /// `framesUnder`: so many of the present WAL, at least, were committed when the mark was taken. What came in
    /// while the rest was captured lies behind it, and keeps an application waiting that back-fills up to the end.
    void markMoved(boolean isCounted, long framesUnder) {
        framesAtMark = frames();
        framesUnderMark = framesUnder;
        restartIsProvable = onSlotZero() && (isCounted || restartIsProvable || isCounted());
    }

    /// Every committed frame is captured and back-filled, and the mark was taken behind them. `counted` is what SQLite
    /// counted under the write lock. False where that contradicts what was captured.
    boolean sealed(long counted) {
        if (counted == 0 && frames() > 0 && !restartIsProvable) {
            return false;
        }
        framesAtMark = frames();
        framesUnderMark = frames();
        restartIsProvable = true;
        isSealed = true;
        return true;
    }

    /// From here on chunks belong to the next index, whose snapshot the database file is. Only after `sealed`.
    Position beginIndexWithSnapshot() {
        life = life.map(now -> now.inSnapshotOf(now.isCaptured() ? now.index() + 1 : now.index()));
        return Position.ofSnapshot(generation, life.map(Life::index).orElse(0));
    }

    /// Unknown is as good as zero here: on the other slots nothing restarts.
    private boolean onSlotZero() {
        return database.slot().orElse(0) == 0;
    }

    private boolean isCounted() {
        OptionalLong counted = database.committedFrames();
        return counted.isPresent() && counted.getAsLong() == frames();
    }

    boolean isOnSlotZero() {
        OptionalInt slot = database.slot();
        return slot.isPresent() && slot.getAsInt() == 0;
    }

    /// The end of what was captured.
    Position position() {
        return life.map(now -> new Position(generation, now.index(), now.nextOffsetBytes()))
                .orElse(Position.ofSnapshot(generation, 0));
    }

    Optional<Life> life() {
        return life;
    }

    /// Of what was captured last: a life that has no commit yet has left the tail of the one before as it was.
    Tail tail() throws IOException {
        if (life.isPresent() && life.get().hasCommits() && !tailEnd.equals(life.map(Life::end))) {
            try (WalFile wal = WalFile.open(database.wal())) {
                tail = Tail.of(wal, life.get());
            } catch (NoSuchFileException e) {
                tail = Tail.UNKNOWN;
            }
            tailEnd = life.map(Life::end);
        }
        return tail;
    }

    private void keepTailOnlyOf(Optional<Life> ended) {
        if (ended.isPresent() && ended.get().hasCommits()) {
            if (!tailEnd.equals(ended.map(Life::end))) {
                tail = Tail.UNKNOWN;
            }
            tailEnd = Optional.empty();
        }
    }

    /// The header of the life before, where it was followed.
    Optional<WalHeader> previous() {
        return previous;
    }

    /// Committed frames of the present WAL that are known.
    long frames() {
        return life.map(Life::frames).orElse(0L);
    }

    /// Of those, how many may have come after the read mark was taken.
    long framesSinceMark() {
        return frames() - framesUnderMark;
    }

    /// Whether all of the WAL is known to be back-filled.
    boolean isSealed() {
        return isSealed;
    }

    /// The size of the database in pages after the last captured commit; 0 where none was captured yet.
    long pages() {
        return pages;
    }

    long commits() {
        return commits;
    }

    /// Committed bytes of the present WAL.
    long walBytes() {
        return life.map(now -> now.hasCommits() ? now.end().offsetBytes() : 0L).orElse(0L);
    }
}
