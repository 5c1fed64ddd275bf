package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.CheckpointRow;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.SealOutcome;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One generation of one database while it is open: looks, moves the read mark, seals.
final class Session implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /// File times are this coarse on the kernels we know: a write this soon after a look may show the same time.
    private static final long TIME_GRAIN_NANOS = Duration.ofMillis(50).toNanos();

    /// What may be left to capture and to back-fill behind the write lock (CP-5).
    private static final long MOST_SEALED_BYTES = 8L << 20;

    /// A busy application fills up behind each round; more of them would not come closer.
    private static final int MOST_RENEWALS = 8;

    /// A writer that waited for the lock commits within a few milliseconds of getting it.
    private static final int MOST_HOPS = 20;

    private static final long BETWEEN_HOPS_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    /// Longer than any wait for the next look.
    private static final long CHECKPOINT_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long ATTENTIVE_NANOS = Duration.ofMillis(500).toNanos();

    private final LiveDatabase database;
    private final GenerationId generation;
    private final Follower follower;
    private final Path scratch;
    private final CheckpointSettings settings;
    private final Intake intake;
    private final SealCount seals;
    private Optional<SnapshotImage> image = Optional.empty();
    private Optional<WalFile.Stamp> stamp = Optional.empty();
    private long stampSeenNanos;
    private Optional<FileTime> databaseModified = Optional.empty();
    private long databaseModifiedNanos = System.nanoTime();
    private Optional<WalFile.Stamp> glanced = Optional.empty();
    private Glance tended = Glance.NONE;
    private boolean isMovePostponed;
    private long happenedNanos = System.nanoTime();
    private boolean isSettled;
    private String snapshotWanted = "";
    private int unfinished;
    private long sealNanos = System.nanoTime();
    private long completeNanos = System.nanoTime();
    private final ReaderWatch reader = new ReaderWatch();

    Session(
            LiveDatabase database,
            GenerationId generation,
            Follower follower,
            Path scratch,
            CheckpointSettings settings,
            Consumer<Chunk> chunks,
            SealCount seals) {
        this.database = database;
        this.generation = generation;
        this.follower = follower;
        this.scratch = scratch;
        this.settings = settings;
        this.intake = new Intake(database, follower, chunks);
        this.seals = seals;
    }

    GenerationId generation() {
        return generation;
    }

    Position position() {
        return follower.position();
    }

    Follower follower() {
        return follower;
    }

    long walBytes() {
        return follower.walBytes();
    }

    boolean isOnSlotZero() {
        return follower.isOnSlotZero();
    }

    long pageBytes() {
        return database.pageSize().bytes();
    }

    long frameBytes() {
        return intake.frameBytes();
    }

    /// 0 where it cannot be told.
    long walFileBytes() {
        try {
            return currentStamp().map(WalFile.Stamp::sizeBytes).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }

    FileId identity() {
        return database.file().identity();
    }

    /// Why this database cannot be checkpointed by us; empty while it can.
    String whyNoCheckpoint() {
        return database.whyNoCheckpoint();
    }

    /// What a person should know of the checkpoints.
    List<String> notices() {
        String never = database.whyNoCheckpoint();
        return Stream.of(
                        reader.notice(System.nanoTime(), follower.walBytes()),
                        follower.resetNotice(),
                        never.isEmpty() ? "" : "this database is never checkpointed by Lifeboat: " + never)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /// From here on the image's pages are preserved before they can change.
    void show(SnapshotImage opened) {
        image = Optional.of(opened);
        follower.tell(opened.keeper());
    }

    /// The next seal that completes gives a snapshot.
    void wantSnapshot(String reason) {
        dropClosedImage();
        if (snapshotWanted.isEmpty() && image.isEmpty()) {
            LOG.info("a snapshot is taken at the next checkpoint: {}", reason);
            snapshotWanted = reason;
        }
    }

    /// What stat says of the WAL and of the database.
    private record Glance(Optional<WalFile.Stamp> wal, Optional<FileTime> modified) {
        static final Glance NONE = new Glance(Optional.empty(), Optional.empty());
    }

    /// Whether nobody has written to the WAL since this was asked last, and something has happened to the files since
    /// this was true last. One call of stat while the application writes, else two.
    boolean isSilent() {
        Optional<WalFile.Stamp> before = glanced;
        try {
            glanced = currentStamp();
        } catch (IOException e) {
            return false;
        }
        if (!glanced.equals(before)) {
            return false;
        }
        Glance now = new Glance(glanced, database.modified());
        boolean isSilent = !now.equals(tended);
        tended = now;
        return isSilent;
    }

    /// For a while after something has happened to the files: an application that checkpoints may wait for the mark.
    boolean isAttentive() {
        return System.nanoTime() - happenedNanos < ATTENTIVE_NANOS;
    }

    /// Looks for new commits until there are no more: always where `now` says so, else only if the WAL may have
    /// changed.
    Found look(boolean now) throws IOException {
        if (!now && isQuiet()) {
            return new Found.Nothing();
        }
        // A look that came to nothing, or fails now, has not seen what the file's times stand for.
        Optional<WalFile.Stamp> seen = stamp;
        stamp = Optional.empty();
        dropClosedImage();
        Found found = intake.take(OptionalLong.empty(), !now);
        if (found instanceof Found.Nothing || found instanceof Found.Captured) {
            stamp = seen;
        }
        if (found instanceof Found.Captured) {
            happenedNanos = System.nanoTime();
        }
        return found;
    }

    /// Not while a reader keeps the WAL from being restarted: then the lock would gain nothing.
    private boolean isUrgent() {
        return unfinished == 0 && intake.isLarge();
    }

    private void dropClosedImage() {
        if (image.isPresent() && !image.get().isOpen()) {
            image = Optional.empty();
            follower.tell(PageKeeper.NOBODY);
        }
    }

    /// Does about the WAL what is to be done after a look: `isQuiet`, it found nothing new in a whole interval;
    /// `isSilent`, a glance found that nobody writes just now. Answers a `Broken` or the like where that came out,
    /// and an image where a snapshot was wanted.
    Tended tend(boolean isQuiet, boolean isSilent) throws IOException {
        dropClosedImage();
        long nanos = System.nanoTime();
        boolean isPause = isQuiet || isSilent;
        if (isPause && isCheckpointOfOthersSeen()) {
            follower.sawCheckpointOfOthers();
        }
        CheckpointPolicy.Situation now = new CheckpointPolicy.Situation(
                follower.frames(),
                follower.framesSinceMark(),
                follower.framesSinceMark() > 0 && follower.isOnSlotZero(),
                follower.isSealed(),
                isQuiet,
                isPause && isMarkInTheWay(nanos),
                !snapshotWanted.isEmpty() && image.isEmpty(),
                unfinished,
                Duration.ofNanos(nanos - sealNanos),
                Duration.ofNanos(nanos - completeNanos));
        CheckpointPolicy.Decision decision = CheckpointPolicy.decide(settings, now);
        happenedNanos = decision == CheckpointPolicy.Decision.REST ? happenedNanos : nanos;
        return switch (decision) {
            case REST -> new Tended(new Found.Nothing(), Optional.empty());
            case MOVE ->
                new Tended(
                        move(isPause, frames -> intake.take(frames, true)).orElse(new Found.Nothing()),
                        Optional.empty());
            case RENEW -> new Tended(renew(isPause).found(), Optional.empty());
            case SEAL -> seal(isPause);
        };
    }

    private boolean isCheckpointOfOthersSeen() {
        return isAttentive()
                && !follower.isSealed()
                && database.whyNoCheckpoint().isEmpty()
                && database.isCheckpointWaiting();
    }

    /// A checkpoint waits for the mark at the end of the WAL, and once all is back-filled for slot 0. Who checkpoints
    /// writes the database file first: for a while after that it is worth asking how far they came.
    private boolean isMarkInTheWay(long nanos) {
        return follower.framesSinceMark() > 0
                || nanos - databaseModifiedNanos < CHECKPOINT_NANOS
                        && !follower.isSealed()
                        && !follower.isOnSlotZero()
                        && database.isBackfilled();
    }

    record Tended(Found found, Optional<SnapshotImage> image) {}

    private record Renewed(Found found, Optional<CheckpointRow> row) {}

    /// The mark moves behind everything that is captured, and what it uncovers is back-filled.
    private Renewed renew(boolean isPause) throws IOException {
        Optional<Found> kept = move(isPause, frames -> {
            Found found = intake.whileSyncing(() -> intake.take(frames, true));
            // Whoever back-fills first syncs the WAL first. If that is the application, in one of its commits, it finds
            // little left to sync.
            intake.sync();
            return found;
        });
        return kept.isPresent()
                ? new Renewed(kept.get(), Optional.empty())
                : new Renewed(new Found.Nothing(), database.backfill());
    }

    @FunctionalInterface
    private interface Capturing {
        Found upTo(OptionalLong frames) throws IOException;
    }

    /// Moves the mark behind everything that `capturing` captures. Empty where it was moved, else what was found.
    private Optional<Found> move(boolean isPause, Capturing capturing) throws IOException {
        Found[] found = {new Found.Nothing()};
        boolean[] isCounted = {false};
        isMovePostponed = true;
        Optional<WalHeader> before = header();
        long framesBefore = follower.frames();
        LiveDatabase.Renewal renewal = frames -> {
            isMovePostponed = false;
            found[0] = capturing.upTo(frames);
            isCounted[0] = frames.isPresent() && follower.frames() == frames.getAsLong();
            boolean isAll = found[0].isAll();
            if (isAll && frames.isPresent() && !intake.isReached(frames)) {
                found[0] = new Found.Broken("SQLite counts " + frames.getAsLong() + " frames of the WAL, and "
                        + follower.frames() + " can be read");
                return false;
            }
            return isAll || found[0] instanceof Found.Captured && intake.isReached(frames);
        };
        boolean moved = follower.isCheckpointedByOthers()
                ? database.renewBehindLock(isPause, renewal)
                : database.renew(renewal);
        if (isMovePostponed) {
            // Whoever is silent now because he waits for the mark waits still, and is to be seen again.
            tended = Glance.NONE;
        }
        if (!moved) {
            return Optional.of(found[0]);
        }
        follower.markMoved(isCounted[0], header().equals(before) ? framesBefore : 0);
        return Optional.empty();
    }

    private Optional<WalHeader> header() {
        return follower.life().map(Life::header);
    }

    private Tended seal(boolean isPause) throws IOException {
        sealNanos = System.nanoTime();
        long before = -1;
        for (int round = 0; round < MOST_RENEWALS; round++) {
            if (isUrgent()) {
                return sealNow(true);
            }
            Renewed renewed = renew(isPause);
            if (renewed.found() instanceof Found.Captured) {
                return sealNow(true);
            }
            if (!(renewed.found() instanceof Found.Nothing)) {
                return new Tended(renewed.found(), Optional.empty());
            }
            if (renewed.row().isEmpty()) {
                unfinished += isMovePostponed ? 0 : 1;
                return new Tended(new Found.Nothing(), Optional.empty());
            }
            CheckpointRow row = renewed.row().get();
            if (isLittle(row)) {
                return sealNow(false);
            }
            if (!row.isBusy() && row.backfilledFrames() == before && row.backfilledFrames() < row.logFrames()) {
                reader.blocked(System.nanoTime());
                unfinished++;
                return new Tended(new Found.Nothing(), Optional.empty());
            }
            before = row.backfilledFrames();
        }
        // Only a busy application: another try at the next look has every chance.
        return new Tended(new Found.Nothing(), Optional.empty());
    }

    /// Whether what has come in until now, and what was not back-filled, can wait for the write lock to be held.
    private boolean isLittle(CheckpointRow row) {
        long left = database.committedFrames().orElse(row.logFrames()) - row.backfilledFrames();
        return !row.isBusy() && left * database.pageSize().bytes() <= mostSealedBytes() / 2;
    }

    /// What may be left when the lock is got; half of it when it is asked for.
    private long mostSealedBytes() {
        return intake.isLarge() ? 4 * MOST_SEALED_BYTES : MOST_SEALED_BYTES;
    }

    private Tended sealNow(boolean isUrgent) throws IOException {
        Found near = intake.approach();
        if (near.isEnd()) {
            return new Tended(near, Optional.empty());
        }
        long framesBefore = follower.frames();
        Found[] found = {new Found.Nothing()};
        SealOutcome outcome = database.seal(() -> {
            found[0] = intake.whileSyncing(() -> intake.rest(isUrgent, mostSealedBytes()));
            return found[0].isAll() ? OptionalLong.of(follower.frames()) : OptionalLong.empty();
        });
        seals.add(outcome);
        LOG.debug("seal {} {}", generation, outcome);
        if (found[0].isEnd()) {
            return new Tended(found[0], Optional.empty());
        }
        return switch (outcome) {
            case SealOutcome.Complete(long counted, long _) -> {
                boolean isBusy = follower.frames() > framesBefore;
                Tended tended = complete(counted);
                // Under an image nothing is captured before the lanes know of it.
                yield isBusy && tended.found() instanceof Found.Nothing && image.isEmpty()
                        ? new Tended(leaveSlotZero(), Optional.empty())
                        : tended;
            }
            case SealOutcome.Partial _ -> {
                unfinished++;
                markMovedIf(true);
                reader.blocked(System.nanoTime());
                yield new Tended(new Found.Nothing(), Optional.empty());
            }
            case SealOutcome.GaveUp(String _, boolean isMarkMoved, long _) -> {
                markMovedIf(isMarkMoved);
                // What came in until the lock was got has been captured now: the next try is worth it at once.
                if (follower.frames() == framesBefore) {
                    unfinished++;
                }
                yield new Tended(new Found.Nothing(), Optional.empty());
            }
            case SealOutcome.Overdue(boolean isMarkMoved, long _) -> {
                markMovedIf(isMarkMoved);
                // The next try may keep the application waiting as long, so there is a pause. It does not grow: on a
                // slow disk each try gets some work done, and only one that completes keeps the WAL bounded.
                unfinished = Math.max(unfinished, 1);
                sealNanos = System.nanoTime();
                yield new Tended(new Found.Nothing(), Optional.empty());
            }
            case SealOutcome.Disproved(String reason, long _) -> new Tended(new Found.Broken(reason), Optional.empty());
        };
    }

    /// Behind the write lock it moves to the end.
    private void markMovedIf(boolean isMoved) {
        if (isMoved) {
            follower.markMoved(false, follower.frames());
        }
    }

    private Tended complete(long counted) throws IOException {
        if (!follower.sealed(counted)) {
            return new Tended(
                    new Found.Broken("the WAL was restarted and it cannot be proved that all of it was captured"),
                    Optional.empty());
        }
        unfinished = 0;
        completeNanos = System.nanoTime();
        reader.cleared();
        if (settings.truncatePages() > 0 && isWalFileLarge()) {
            if (database.truncate()) {
                follower.emptied();
            }
        }
        if (snapshotWanted.isEmpty() || image.isPresent()) {
            return new Tended(new Found.Nothing(), Optional.empty());
        }
        // Last: an image that nobody hears of would be kept for ever.
        SnapshotImage taken = take(follower.beginIndexWithSnapshot());
        snapshotWanted = "";
        return new Tended(new Found.Nothing(), Optional.of(taken));
    }

    /// A writer that was at work when the lock came goes on at once. With the mark on slot 0 each of its commits,
    /// from 1000 pages on, walks the whole WAL to find that nothing can be back-filled. On any other slot it sees
    /// that without.
    private Found leaveSlotZero() throws IOException {
        Found found = new Found.Nothing();
        for (int hop = 0; hop < MOST_HOPS && follower.isOnSlotZero() && !found.isEnd(); hop++) {
            LockSupport.parkNanos(BETWEEN_HOPS_NANOS);
            found = renew(false).found();
            if (isMovePostponed) {
                break;
            }
        }
        // A WAL that restarts just now is not yet clear, and the next look will find it so.
        return found.isEnd() ? found : new Found.Nothing();
    }

    private SnapshotImage take(Position at) throws IOException {
        int pageBytes = database.pageSize().bytes();
        long pages = follower.pages();
        UndoFile undo = UndoFile.create(scratch.resolve("undo"), database.file(), pageBytes, pages);
        SnapshotImage opened = new SnapshotImage(at, database.file(), pages * pageBytes, undo, Optional.empty());
        show(opened);
        return opened;
    }

    private boolean isWalFileLarge() throws IOException {
        return currentStamp()
                .map(now -> now.sizeBytes()
                        > settings.truncatePages() * database.pageSize().bytes())
                .orElse(false);
    }

    /// Whether stat shows what it showed before, and a look has been taken late enough after that to have seen every
    /// write that could carry the same time. An idle database costs two calls of stat a tick.
    private boolean isQuiet() throws IOException {
        Optional<FileTime> modified = database.modified();
        if (modified.isEmpty()) {
            return false;
        }
        if (!modified.equals(databaseModified)) {
            databaseModified = modified;
            databaseModifiedNanos = System.nanoTime();
            happenedNanos = databaseModifiedNanos;
        }
        Optional<WalFile.Stamp> current = currentStamp();
        if (current.isEmpty()) {
            return false;
        }
        long nanos = System.nanoTime();
        if (!current.equals(stamp)) {
            stamp = current;
            stampSeenNanos = nanos;
            isSettled = false;
            return false;
        }
        boolean quiet = isSettled;
        isSettled |= nanos - stampSeenNanos > TIME_GRAIN_NANOS;
        return quiet;
    }

    private Optional<WalFile.Stamp> currentStamp() throws IOException {
        try {
            return Optional.of(WalFile.Stamp.of(database.wal()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// ST-1: the file set stays as it is, byte for byte.
    @Override
    public void close() throws IOException {
        database.close();
    }
}
