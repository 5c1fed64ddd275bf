package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.CheckpointRow;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.SealOutcome;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Draft;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The beginning of a generation under a fresh read mark.
///
/// Nothing is captured yet, so nothing can be lost by checkpointing first: after a seal the file is the snapshot.
/// Where that cannot be had (a reader of the application, a database that cannot be written by us), everything
/// committed so far becomes the first chunk, and the snapshot is the file with just that on top.
final class Birth {
    /// Under one read mark the WAL restarts once at most; the third look sees it at rest or something is wrong.
    private static final int MOST_LOOKS = 3;

    /// A busy application fills up behind each round; more of them would not come closer.
    private static final int MOST_BACKFILLS = 3;

    /// More than this is not back-filled behind the write lock (CP-5).
    private static final long MOST_SEALED_BYTES = 8L << 20;

    private final LiveDatabase database;
    private final GenerationId generation;
    private final Spool spool;
    private final Path scratch;
    private final Clock clock;
    private final long walLimitBytes;

    Birth(LiveDatabase database, GenerationId generation, Spool spool, Path scratch, Clock clock, long walLimitBytes) {
        this.database = database;
        this.generation = generation;
        this.spool = spool;
        this.scratch = scratch;
        this.clock = clock;
        this.walLimitBytes = walLimitBytes;
    }

    sealed interface Outcome {
        record Born(Follower follower, SnapshotImage image, Optional<Chunk> chunk) implements Outcome {}

        record Impossible(DatabaseTrouble trouble) implements Outcome {}
    }

    Outcome look() throws IOException {
        Optional<Outcome> sealed = seal();
        if (sealed.isPresent()) {
            return sealed.get();
        }
        for (int look = 1; look <= MOST_LOOKS; look++) {
            Optional<Outcome> outcome = lookOnce();
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return new Outcome.Impossible(
                new DatabaseTrouble.Unreadable(database.path().file(), "its WAL was restarted under each look at it"));
    }

    /// What a look at the WAL found: its header, where the last transaction begins and ends, the pages after it.
    private record Seen(WalHeader header, CommitScan.Commits commits) {
        long frames() {
            return Birth.frames(header, commits);
        }
    }

    private Optional<Outcome> seal() throws IOException {
        if (!backfillMost()) {
            return Optional.empty();
        }
        Optional<Seen> before = scan(Optional.empty());
        List<Seen> sealed = new ArrayList<>();
        SealOutcome outcome = database.seal(() -> {
            Optional<Seen> seen = scan(before);
            seen.ifPresent(sealed::add);
            return seen.map(now -> OptionalLong.of(now.frames())).orElse(OptionalLong.of(0));
        });
        if (!(outcome instanceof SealOutcome.Complete(long counted, long _))) {
            return Optional.empty();
        }
        Optional<Seen> seen = sealed.stream().findFirst();
        if (seen.isPresent() && !seen.get().header().pageSize().equals(database.pageSize())) {
            return Optional.empty();
        }
        Optional<Life> life = seen.map(now -> new Life(
                0,
                now.header(),
                now.commits().lastStart(),
                now.commits().end(),
                now.commits().end().offsetBytes() > WalHeader.BYTES));
        long pageBytes = database.pageSize().bytes();
        long pages = counted > 0 && seen.isPresent() && seen.get().commits().pages() > 0
                ? seen.get().commits().pages()
                : database.file().lengthBytes() / pageBytes;
        Follower follower = follower(life, true, pages);
        follower.sealed(counted);
        return Optional.of(new Outcome.Born(follower, image(pages, Optional.empty()), Optional.empty()));
    }

    /// Without the write lock. False where a seal would hold it for too long.
    private boolean backfillMost() throws IOException {
        for (int round = 0; round < MOST_BACKFILLS; round++) {
            Optional<CheckpointRow> row = database.backfill();
            if (row.isEmpty()) {
                return false;
            }
            long rest = Math.max(row.get().logFrames() - row.get().backfilledFrames(), 0);
            if (rest * database.pageSize().bytes() <= MOST_SEALED_BYTES) {
                return true;
            }
            database.renew(_ -> true);
        }
        return false;
    }

    /// The committed part of the WAL, from what `before` has seen on where that is still the same life.
    private Optional<Seen> scan(Optional<Seen> before) throws IOException {
        try (WalFile wal = WalFile.open(database.wal())) {
            if (!(WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader header))) {
                return Optional.empty();
            }
            boolean goesOn = before.isPresent() && before.get().header().equals(header);
            WalCursor from = goesOn ? before.get().commits().end() : WalCursor.behind(header);
            CommitScan.Commits commits = CommitScan.find(wal, header, from);
            return Optional.of(new Seen(
                    header, goesOn && commits.end().equals(from) ? before.get().commits() : commits));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Follower follower(Optional<Life> life, boolean provable, long pages) {
        return new Follower(database, generation, spool, clock, walLimitBytes, life, provable, pages);
    }

    private SnapshotImage image(long pages, Optional<FrameCopy> frames) throws IOException {
        int pageBytes = database.pageSize().bytes();
        UndoFile undo = UndoFile.create(scratch.resolve("undo"), database.file(), pageBytes, pages);
        return new SnapshotImage(Position.ofSnapshot(generation, 0), database.file(), pages * pageBytes, undo, frames);
    }

    private Optional<Outcome> lookOnce() throws IOException {
        // Asked before the scan: every frame that SQLite counts now must be found by the scan.
        OptionalLong counted = database.committedFrames();
        try (WalFile wal = WalFile.open(database.wal())) {
            return switch (WalHeader.read(wal.first(WalHeader.BYTES))) {
                case WalHeader.Reading.Header(WalHeader header) -> look(wal, header, counted);
                case WalHeader.Reading.NotAWal _ -> nothing(wal, counted);
            };
        } catch (NoSuchFileException e) {
            return Optional.of(counted.orElse(0) > 0 ? damagedFrom(0) : born(Optional.empty(), counted));
        }
    }

    /// No valid header: the WAL is empty, or its header is being written just now.
    private Optional<Outcome> nothing(WalFile wal, OptionalLong counted) throws IOException {
        boolean isDamaged = counted.orElse(0) > 0 && wal.first(WalHeader.BYTES).length == WalHeader.BYTES;
        return Optional.of(isDamaged ? damagedFrom(0) : born(Optional.empty(), counted));
    }

    private Optional<Outcome> look(WalFile wal, WalHeader header, OptionalLong counted) throws IOException {
        if (!header.pageSize().equals(database.pageSize())) {
            return Optional.of(new Outcome.Impossible(new DatabaseTrouble.PageSizeDiffers(
                    database.path().file(),
                    database.pageSize().bytes(),
                    header.pageSize().bytes())));
        }
        WalCursor start = WalCursor.behind(header);
        CommitScan.Commits commits = CommitScan.find(wal, header, start);
        if (commits.end().offsetBytes() >= walLimitBytes) {
            return Optional.of(new Outcome.Impossible(new DatabaseTrouble.WalTooLarge(
                    database.wal(), commits.end().offsetBytes())));
        }
        Optional<Outcome> outcome = take(wal, header, commits, counted);
        // The header is the first thing that a restart overwrites: as long as it is there, no frame was lost to the
        // scan. Otherwise what was copied is of no use and the next look begins with the new life.
        return isStill(wal, header) ? outcome : Optional.empty();
    }

    private Optional<Outcome> take(WalFile wal, WalHeader header, CommitScan.Commits commits, OptionalLong counted)
            throws IOException {
        long frames = frames(header, commits);
        if (counted.orElse(0) > frames && isStill(wal, header)) {
            return Optional.of(damagedFrom(commits.end().offsetBytes()));
        }
        Life life = Life.begin(0, header).captured(commits.lastStart(), commits.end());
        if (!life.isCaptured()) {
            return Optional.of(born(Optional.of(life), counted));
        }
        FrameCopy copy =
                FrameCopy.create(scratch.resolve("frames"), database.pageSize().bytes());
        try (Draft draft = spool.begin(Position.ofSnapshot(generation, 0))) {
            draft.write(header.encode(), 0, WalHeader.BYTES);
            boolean copied = CommitScan.copy(
                    wal,
                    header,
                    WalCursor.behind(header),
                    commits.end(),
                    (bytes, from, length) -> {
                        draft.write(bytes, from, length);
                        copy.write(bytes, from, length);
                    },
                    copy::note);
            if (!copied) {
                copy.close();
                return Optional.empty();
            }
            Chunk chunk = draft.finish(clock.instant());
            boolean provable = counted.isPresent() && counted.getAsLong() == frames && isOnSlotZero();
            return Optional.of(new Outcome.Born(
                    follower(Optional.of(life), provable, commits.pages()),
                    image(commits.pages(), Optional.of(copy)),
                    Optional.of(chunk)));
        }
    }

    /// A database whose WAL holds no commit: its file is everything, and the read mark stands on slot 0.
    private Outcome born(Optional<Life> life, OptionalLong counted) throws IOException {
        long pages = database.file().lengthBytes() / database.pageSize().bytes();
        return new Outcome.Born(
                follower(life, counted.orElse(-1) == 0 && isOnSlotZero(), pages),
                image(pages, Optional.empty()),
                Optional.empty());
    }

    private Outcome damagedFrom(long offsetBytes) {
        return new Outcome.Impossible(new DatabaseTrouble.DamagedWal(database.wal(), offsetBytes));
    }

    private boolean isOnSlotZero() {
        return database.slot().orElse(-1) == 0;
    }

    private static long frames(WalHeader header, CommitScan.Commits commits) {
        return (commits.end().offsetBytes() - WalHeader.BYTES) / header.frameBytes();
    }

    private static boolean isStill(WalFile wal, WalHeader header) throws IOException {
        return WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader now)
                && now.equals(header);
    }
}
