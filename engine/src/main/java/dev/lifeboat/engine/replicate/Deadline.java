package dev.lifeboat.engine.replicate;

import java.time.Duration;
import java.util.OptionalLong;

/// When something is to end at the latest: what `System.nanoTime()` says then, or nothing.
record Deadline(OptionalLong nanos) {
    static final Deadline NEVER = new Deadline(OptionalLong.empty());

    static Deadline in(Duration time) {
        return new Deadline(OptionalLong.of(System.nanoTime() + time.toNanos()));
    }

    boolean isOver() {
        return nanos.isPresent() && System.nanoTime() - nanos.getAsLong() >= 0;
    }
}
