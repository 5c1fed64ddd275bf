package dev.lifeboat.rig.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for something to become true, with an end.
public final class Wait {
    private static final Duration PACE = Duration.ofMillis(10);

    private Wait() {}

    public static void until(Duration limit, String what, Condition condition) throws Exception {
        if (!becomes(limit, condition)) {
            throw new AssertionError("after " + limit + " it is still not true that " + what);
        }
    }

    /// Whether it became true in time.
    public static boolean becomes(Duration limit, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        return true;
    }

    /// Lets the processes of the rig run for so long.
    public static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }
}
