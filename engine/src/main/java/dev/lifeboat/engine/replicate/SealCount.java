package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.SealOutcome;
import java.util.Arrays;

/// What became of the seals since the start: how many, and how long they held the write lock.
final class SealCount {
    private long seals;
    private long givenUp;
    private long nanosTotal;
    private long nanosWorst;
    private final long[] last = new long[1024];
    private int lastCount;

    void add(SealOutcome outcome) {
        switch (outcome) {
            case SealOutcome.Complete _, SealOutcome.Partial _ -> seals++;
            case SealOutcome.GaveUp _, SealOutcome.Overdue _, SealOutcome.Disproved _ -> givenUp++;
        }
        if (outcome.nanosInLock() > 0) {
            last[lastCount++ % last.length] = outcome.nanosInLock();
        }
        nanosTotal += outcome.nanosInLock();
        nanosWorst = Math.max(nanosWorst, outcome.nanosInLock());
    }

    long seals() {
        return seals;
    }

    long givenUp() {
        return givenUp;
    }

    long nanosTotal() {
        return nanosTotal;
    }

    long nanosWorst() {
        return nanosWorst;
    }

    /// How long the last ones held the write lock, in no order.
    long[] lastNanos() {
        return Arrays.copyOf(last, Math.min(lastCount, last.length));
    }
}
