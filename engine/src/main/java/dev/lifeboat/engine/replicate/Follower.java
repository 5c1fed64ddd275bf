package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Optional;

/// Takes what was committed since the last look, and proves that it continues what was taken before (CP-2, CP-6).
///
/// Each scan begins at the *start* of the last captured transaction, not at its end. A writer that is killed
/// between the WAL and the wal-index leaves a transaction with a valid commit frame that SQLite does not count;
/// the next writer overwrites it in place. Only the last transaction can be such a one. Reading it again shows
/// whether it is still the one that was captured; if not, the chain is cut and a new generation begins.
///
/// A changed header is a restart. Under a standing read mark a WAL restarts only from slot 0, where all M frames of it
/// were back-filled before the mark was taken and nothing is back-filled after: so it restarts at most once, and its
/// end is M. If the birth of the generation counted exactly M frames, the old life is complete and the new one is the
/// next index. In every other case nothing is proved and a new generation begins.
final class Follower {
    private final LiveDatabase database;
    private final GenerationId generation;
    private final Spool spool;
    private final Clock clock;
    private final long walLimitBytes;
    private Optional<Life> life;
    private boolean restartIsProvable;

    Follower(
            LiveDatabase database,
            GenerationId generation,
            Spool spool,
            Clock clock,
            long walLimitBytes,
            Birth.Outcome.Born born) {
        this.database = database;
        this.generation = generation;
        this.spool = spool;
        this.clock = clock;
        this.walLimitBytes = walLimitBytes;
        this.life = born.life();
        this.restartIsProvable = born.restartIsProvable();
    }

    sealed interface Found {
        record Nothing() implements Found {}

        record Captured(Spool.Segment segment) implements Found {}

        /// Continuity cannot be proved or cannot be kept: a new generation has to begin.
        record Broken(String reason) implements Found {}

        /// Something happened to the files that a person has to judge (DB-1).
        record Incident(String reason) implements Found {}

        /// This look gave nothing to go by; the next may.
        record Unclear(String reason) implements Found {}
    }

    Found look() throws IOException {
        if (!database.isAtItsPath()) {
            return new Found.Incident(database.path()
                    + " is no longer the file that was replicated: it was replaced, renamed or deleted");
        }
        try (WalFile wal = WalFile.open(database.wal())) {
            return switch (WalHeader.read(wal.first(WalHeader.BYTES))) {
                case WalHeader.Reading.Header(WalHeader header) -> look(wal, header);
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

    private static Found noHeader(WalFile wal, String reason) throws IOException {
        return wal.first(1).length == 0
                ? new Found.Nothing()
                : new Found.Unclear("the WAL cannot be read now: " + reason);
    }

    private Found look(WalFile wal, WalHeader header) throws IOException {
        if (life.isEmpty() || !life.get().header().equals(header)) {
            Optional<Life> next = next(header);
            if (next.isEmpty()) {
                return new Found.Broken("the WAL was restarted and it cannot be proved that all of it was captured");
            }
            if (!database.isMarkStanding()) {
                return lostLocks();
            }
            life = next;
        }
        return follow(wal, life.get());
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
        if (!old.isCaptured()) {
            // No segment has this index yet. An empty WAL is reset at will (CP-6).
            return Optional.of(Life.begin(old.index(), header));
        }
        if (!restartIsProvable) {
            return Optional.empty();
        }
        restartIsProvable = false;
        return Optional.of(Life.begin(old.index() + 1, header));
    }

    private Found follow(WalFile wal, Life known) throws IOException {
        if (known.nextOffsetBytes() >= walLimitBytes) {
            return new Found.Broken("the WAL has reached " + known.nextOffsetBytes() + " bytes");
        }
        CommitScan.Commits commits = CommitScan.find(wal, known.header(), known.lastStart());
        if (known.isCaptured() && !commits.firstEnd().equals(Optional.of(known.end()))) {
            return isStill(wal, known)
                    ? new Found.Broken("the last transaction was overwritten by another one before it was whole")
                    : changed();
        }
        if (commits.end().equals(known.end())) {
            return new Found.Nothing();
        }
        // What was captured at birth was the whole of a life that restarts; one that grows does not restart any more.
        restartIsProvable = false;
        return capture(wal, known, commits);
    }

    private static boolean isStill(WalFile wal, Life known) throws IOException {
        return WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader now)
                && now.equals(known.header());
    }

    private Found capture(WalFile wal, Life known, CommitScan.Commits commits) throws IOException {
        Position start = new Position(generation, known.index(), known.nextOffsetBytes());
        try (Spool.Draft draft = spool.begin(start)) {
            if (!known.isCaptured()) {
                draft.out().write(known.header().encode());
            }
            WalCursor from = known.end();
            if (!CommitScan.copy(wal, known.header(), from, commits.end(), draft.out(), (_, _) -> {})) {
                return changed();
            }
            // Looked at behind the copy: nobody takes a lost lock again, so seen now means held all the while (LK-6).
            if (!database.isMarkStanding()) {
                return lostLocks();
            }
            Spool.Segment segment = draft.finish(clock.instant());
            life = Optional.of(known.captured(commits));
            return new Found.Captured(segment);
        }
    }

    private static Found changed() {
        return new Found.Unclear("the WAL changed while it was read");
    }

    private static Found lostLocks() {
        return new Found.Broken("the locks on the database were lost: something in this process closed the file");
    }

    /// The end of what was captured.
    Position position() {
        return life.map(now -> new Position(generation, now.index(), now.nextOffsetBytes()))
                .orElse(Position.ofSnapshot(generation, 0));
    }

    /// Committed bytes of the present WAL.
    long walBytes() {
        return life.map(Life::nextOffsetBytes).orElse(0L);
    }
}
