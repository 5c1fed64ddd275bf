package dev.lifeboat.rig.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Lets through so many a second, evenly. What was missed is not made up for beyond a tenth of a second.
final class Pace {
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long intervalNanos;
    private long nextNanos = System.nanoTime();

    /// 0 lets everything through.
    Pace(long perSecond) {
        this.intervalNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    void await() {
        if (intervalNanos == 0) {
            return;
        }
        long now = System.nanoTime();
        while (nextNanos - now > 0) {
            LockSupport.parkNanos(nextNanos - now);
            now = System.nanoTime();
        }
        nextNanos = Math.max(nextNanos + intervalNanos, now - SLACK_NANOS);
    }
}
