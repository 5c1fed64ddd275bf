package dev.lifeboat.engine.live;

import dev.lifeboat.engine.live.LiveDatabase.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done behind the write lock (CP-3): capture the rest, move the mark up, checkpoint under it, let the mark go,
/// checkpoint, take the mark again.
///
/// All the work that a disk can keep waiting comes before the mark goes, and all of it may go on without the lock,
/// which is given back at its deadline. Without a mark nothing is left to write, and the lock is kept until the mark
/// stands.
final class Seal {
    private static final Logger LOG = LoggerFactory.getLogger(Seal.class);

    private final Sealing sealing;
    private final ReadMarks marks;
    private final WriteLock lock;
    private Optional<SealOutcome> whyNotMoved = Optional.empty();

    Seal(Sealing sealing, ReadMarks marks, WriteLock lock) {
        this.sealing = sealing;
        this.marks = marks;
        this.lock = lock;
    }

    SealOutcome run(Step<OptionalLong> rest) throws IOException {
        OptionalLong captured = rest.run();
        if (captured.isEmpty()) {
            return SealOutcome.GaveUp.before("what is left to capture is too much", lock.nanosHeld());
        }
        boolean isMarkMoved = false;
        try {
            isMarkMoved = marks.handOver(ReadMark::begin, () -> mayMarkMove(captured.getAsLong()));
            return isMarkMoved ? checkpoint(captured.getAsLong()) : whyNotMoved.orElseThrow();
        } catch (SQLException e) {
            return new SealOutcome.GaveUp(String.valueOf(e.getMessage()), isMarkMoved, lock.nanosHeld());
        }
    }

    /// Asked when the second mark has begun. If the lock is held then, that mark uncovers nothing but what is captured,
    /// and the first one may end whatever becomes of the lock.
    private boolean mayMarkMove(long captured) {
        OptionalLong counted = sealing.committedFrames();
        if (!lock.isHeld()) {
            whyNotMoved = Optional.of(new SealOutcome.Overdue(false, lock.nanosHeld()));
        } else if (counted.isEmpty()) {
            whyNotMoved = Optional.of(
                    SealOutcome.GaveUp.before("SQLite cannot count the frames of the WAL", lock.nanosHeld()));
        } else if (isDisproved(captured, counted.getAsLong())) {
            whyNotMoved = Optional.of(disproved(captured, counted.getAsLong()));
        }
        return whyNotMoved.isEmpty();
    }

    private SealOutcome checkpoint(long captured) throws SQLException {
        CheckpointRow row = sealing.passive(System.nanoTime() + Sealing.BUSY_LIMIT_NANOS);
        if (row.isBusy()) {
            return new SealOutcome.GaveUp("another checkpoint is running", true, lock.nanosHeld());
        }
        // What was counted counts only if nobody else could write meanwhile.
        if (!lock.keep()) {
            return new SealOutcome.Overdue(true, lock.nanosHeld());
        }
        if (isDisproved(captured, row.logFrames())) {
            return disproved(captured, row.logFrames());
        }
        if (!row.isComplete()) {
            return new SealOutcome.Partial(row.logFrames(), row.backfilledFrames(), lock.nanosHeld());
        }
        marks.end();
        CheckpointRow last = passiveWithoutMark();
        if (!marks.beginAgain()) {
            return new SealOutcome.Disproved("the read mark could not be taken again", lock.nanosHeld());
        }
        // Busy: somebody else is checkpointing what is complete already, and nobody can have written since.
        return last.isBusy() || last.isComplete()
                ? new SealOutcome.Complete(row.logFrames(), lock.nanosHeld())
                : new SealOutcome.Partial(last.logFrames(), last.backfilledFrames(), lock.nanosHeld());
    }

    /// One try. A failure here must not keep the mark from being taken again.
    private CheckpointRow passiveWithoutMark() {
        try {
            return sealing.passive();
        } catch (SQLException e) {
            LOG.warn("checkpoint: {}", e.getMessage());
            return CheckpointRow.NOTHING;
        }
    }

    /// `counted` 0: the WAL was restarted and nobody has written since.
    private static boolean isDisproved(long captured, long counted) {
        return counted != captured && counted != 0;
    }

    private SealOutcome disproved(long captured, long counted) {
        return new SealOutcome.Disproved(
                captured + " frames were captured, SQLite counts " + counted, lock.nanosHeld());
    }
}
