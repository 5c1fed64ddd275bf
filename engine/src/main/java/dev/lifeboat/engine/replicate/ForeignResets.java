package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.wal.WalHeader;
import java.time.Duration;
import java.time.Instant;

/// Resets of the WAL that were not ours and that no writer makes by itself: `TRUNCATE` leaves the file empty, a
/// `RESTART` before a writer's own raises salt 1 once more. A single `RESTART` looks like a writer's.
final class ForeignResets {
    /// Who does it does it often. What was seen longer ago than this is over.
    private static final Duration SHOWN = Duration.ofMinutes(10);

    /// More between two looks is no count: the WAL was made anew, with random salts.
    private static final int MOST_RESETS = 1_000_000;

    private long count;
    private Instant last = Instant.MIN;
    private boolean isEmptyKnown;

    void emptiedByUs() {
        isEmptyKnown = true;
    }

    /// The WAL has no bytes, after it had some.
    void empty(Instant now) {
        if (!isEmptyKnown) {
            seen(now);
            isEmptyKnown = true;
        }
    }

    /// Another life of the WAL begins.
    void began(WalHeader before, WalHeader after, Instant now) {
        int rise = after.salt1() - before.salt1();
        if (!isEmptyKnown && rise > 1 && rise < MOST_RESETS) {
            seen(now);
        }
        isEmptyKnown = false;
    }

    private void seen(Instant now) {
        count++;
        last = now;
    }

    /// Whether any was seen lately.
    boolean areRecent(Instant now) {
        return count > 0 && !now.isAfter(last.plus(SHOWN));
    }

    /// Empty where none was seen lately.
    String notice(Instant now) {
        if (!areRecent(now)) {
            return "";
        }
        return "somebody else resets the WAL (wal_checkpoint RESTART or TRUNCATE), last seen at " + last
                + ": nothing is lost by that, but whoever does it holds up writers and our checkpoints; leave"
                + " checkpoints to Lifeboat while it runs";
    }
}
