package dev.lifeboat.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for something to become true, with an end.
final class Wait {
    private static final Duration PACE = Duration.ofMillis(20);

    private Wait() {}

    static void until(Duration limit, String what, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + limit + " it is still not true that " + what);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }
}
