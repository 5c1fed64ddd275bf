package dev.lifeboat.app.demo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Waits for something to become true, not longer than a limit.
record Patience(Clock clock, Duration limit) {
    private static final long LOOK_AGAIN_MILLIS = 50;

    static Patience of(Clock clock, Duration limit) {
        return new Patience(clock, limit);
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    /// Fails with `otherwise` when the limit is over.
    void until(String otherwise, Condition condition) throws IOException {
        Instant end = clock.instant().plus(limit);
        while (!condition.holds()) {
            if (clock.instant().isAfter(end)) {
                throw new IOException(otherwise);
            }
            sleep();
        }
    }

    /// Whether it became true within the limit.
    boolean within(Condition condition) throws IOException {
        Instant end = clock.instant().plus(limit);
        while (!condition.holds()) {
            if (clock.instant().isAfter(end)) {
                return false;
            }
            sleep();
        }
        return true;
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
