package dev.lifeboat.engine.proof;

import java.time.Duration;

/// The moment at which a proof stops asking.
final class Deadline {
    private final long startNanos = System.nanoTime();
    private final Duration limit;

    Deadline(Duration limit) {
        this.limit = limit;
    }

    boolean isPassed() {
        return System.nanoTime() - startNanos > limit.toNanos();
    }

    Duration limit() {
        return limit;
    }
}
