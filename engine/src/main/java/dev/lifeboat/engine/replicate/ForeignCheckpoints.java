package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.wal.WalHeader;
import java.time.Duration;
import java.time.Instant;

/// Checkpoints with FULL, RESTART or TRUNCATE that were not ours.
///
/// A reset of the WAL that no writer makes by itself proves one: `TRUNCATE` leaves the file empty, and several of them
/// raise salt 1 by more than a writer does. `FULL` and `RESTART` leave no trace; they may be seen while they wait.
final class ForeignCheckpoints {
    /// Who does it does it often. What was seen longer ago than this is over.
    private static final Duration SHOWN = Duration.ofMinutes(10);

    /// More between two looks is no count: the WAL was made anew, with random salts.
    private static final int MOST_RESETS = 1_000_000;

    private Instant lastReset = Instant.MIN;
    private Instant lastWaiting = Instant.MIN;
    private boolean isEmptyKnown;

    void emptiedByUs() {
        isEmptyKnown = true;
    }

    /// The WAL has no bytes, after it had some.
    void empty(Instant now) {
        if (!isEmptyKnown) {
            lastReset = now;
            isEmptyKnown = true;
        }
    }

    /// Another life of the WAL begins.
    void began(WalHeader before, WalHeader after, Instant now) {
        int rise = after.salt1() - before.salt1();
        if (!isEmptyKnown && rise > 1 && rise < MOST_RESETS) {
            lastReset = now;
        }
        isEmptyKnown = false;
    }

    /// Somebody seems to checkpoint so just now, and to wait.
    void waiting(Instant now) {
        lastWaiting = now;
    }

    /// Whether the next one may come at any time.
    boolean areLikely(Instant now) {
        return isRecent(lastReset, now) || isRecent(lastWaiting, now);
    }

    private static boolean isRecent(Instant time, Instant now) {
        return time.isAfter(now.minus(SHOWN));
    }

    /// Empty where no reset was seen lately.
    String notice(Instant now) {
        if (!isRecent(lastReset, now)) {
            return "";
        }
        return "somebody else resets the WAL (wal_checkpoint TRUNCATE), last seen at " + lastReset
                + ": nothing is lost by that, but whoever does it holds up writers and our checkpoints; leave"
                + " checkpoints to Lifeboat while it runs";
    }
}
