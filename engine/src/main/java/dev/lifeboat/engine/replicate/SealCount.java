package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.SealOutcome;

/// What became of the seals since the start: how many, and how long they held the write lock.
final class SealCount {
    private long seals;
    private long givenUp;
    private long nanosTotal;
    private long nanosWorst;

    void add(SealOutcome outcome) {
        switch (outcome) {
            case SealOutcome.Complete _, SealOutcome.Partial _ -> seals++;
            case SealOutcome.GaveUp _, SealOutcome.Disproved _ -> givenUp++;
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
}
