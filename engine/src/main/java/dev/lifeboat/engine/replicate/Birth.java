package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/// The first look at the WAL under a fresh read mark: everything committed so far becomes the first segment of a new
/// generation, and the snapshot is the database with just that on top.
final class Birth {
    /// Under one read mark the WAL restarts once at most; the third look sees it at rest or something is wrong.
    private static final int MOST_LOOKS = 3;

    private final LiveDatabase database;
    private final GenerationId generation;
    private final Spool spool;
    private final Clock clock;
    private final long walLimitBytes;

    Birth(LiveDatabase database, GenerationId generation, Spool spool, Clock clock, long walLimitBytes) {
        this.database = database;
        this.generation = generation;
        this.spool = spool;
        this.clock = clock;
        this.walLimitBytes = walLimitBytes;
    }

    sealed interface Outcome {
        /// `restartIsProvable`: the WAL up to here is known to be all back-filled when it restarts, see [Follower].
        record Born(
                Optional<Life> life, SnapshotImage image, Optional<Spool.Segment> segment, boolean restartIsProvable)
                implements Outcome {}

        record Impossible(DatabaseTrouble trouble) implements Outcome {}
    }

    Outcome look() throws IOException {
        for (int look = 1; look <= MOST_LOOKS; look++) {
            Optional<Outcome> outcome = lookOnce();
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return new Outcome.Impossible(
                new DatabaseTrouble.Unreadable(database.path().file(), "its WAL was restarted under each look at it"));
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
        Life life = Life.begin(0, header).captured(commits);
        if (!life.isCaptured()) {
            return Optional.of(born(Optional.of(life), counted));
        }
        PageOverlay pages = new PageOverlay();
        try (Spool.Draft draft = spool.begin(Position.ofSnapshot(generation, 0))) {
            draft.out().write(header.encode());
            if (!CommitScan.copy(
                    wal,
                    header,
                    WalCursor.behind(header),
                    commits.end(),
                    draft.out(),
                    (frame, number) -> pages.add(frame.page(), number))) {
                return Optional.empty();
            }
            Spool.Segment segment = draft.finish(clock.instant());
            SnapshotImage image = new SnapshotImage(
                    database.file(),
                    database.pageSize().bytes(),
                    commits.pages() * database.pageSize().bytes(),
                    Optional.of(new SnapshotImage.Overlay(segment, pages)));
            boolean provable = counted.isPresent() && counted.getAsLong() == frames && isOnSlotZero();
            return Optional.of(new Outcome.Born(Optional.of(life), image, Optional.of(segment), provable));
        }
    }

    /// A database whose WAL holds no commit: its file is everything, and the read mark stands on slot 0.
    private Outcome born(Optional<Life> life, OptionalLong counted) throws IOException {
        SnapshotImage image = new SnapshotImage(
                database.file(), database.pageSize().bytes(), database.file().lengthBytes(), Optional.empty());
        return new Outcome.Born(life, image, Optional.empty(), counted.orElse(-1) == 0 && isOnSlotZero());
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
