package dev.lifeboat.engine.live;

/// How a sealed checkpoint ended (CP-3). `nanosInLock` is how long the application's writers had to wait for it.
public sealed interface SealOutcome {
    long nanosInLock();

    /// Every frame was captured before it was back-filled, and all of them are: the next writer begins a new life of
    /// the WAL, or goes on in this one where a reader of somebody else keeps it from that.
    record Complete(long frames, long nanosInLock) implements SealOutcome {}

    /// A reader or another checkpoint kept some frames from being back-filled; the WAL goes on growing.
    record Partial(long frames, long backfilled, long nanosInLock) implements SealOutcome {}

    /// Nothing was changed, except that the read mark stands behind all that was captured where `isMarkMoved`. `reason`
    /// completes the sentence "no checkpoint: …".
    record GaveUp(String reason, boolean isMarkMoved, long nanosInLock) implements SealOutcome {
        static GaveUp before(String reason, long nanosInLock) {
            return new GaveUp(reason, false, nanosInLock);
        }
    }

    /// As `GaveUp`: the lock was given back at the deadline, while a disk was waited for (D2). What was captured is.
    record Overdue(boolean isMarkMoved, long nanosInLock) implements SealOutcome {}

    /// What was captured is not what SQLite counts as committed, or the read mark could not be taken again: nothing
    /// may be built on what was captured.
    record Disproved(String reason, long nanosInLock) implements SealOutcome {}
}
