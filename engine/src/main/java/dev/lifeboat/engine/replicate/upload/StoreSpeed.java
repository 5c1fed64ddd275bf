package dev.lifeboat.engine.replicate.upload;

import java.time.Duration;

/// How fast a store was found to be, as sliding means: the latency of its answers to reads of the fence, and
/// the rate of large uploads, which stands for that of downloads until somebody downloads. Safe for use by
/// several threads.
final class StoreSpeed {
    /// Below it an upload says more of latency than of rate.
    private static final long LARGE_BYTES = 1 << 20;

    private static final int WEIGHT = 8;

    private long latencyMicros = 50_000;
    private long bytesPerSecond = 25_000_000;

    synchronized void answered(Duration time) {
        latencyMicros += (time.toNanos() / 1000 - latencyMicros) / WEIGHT;
    }

    synchronized void uploaded(long bytes, Duration time) {
        long micros = Math.max(1, time.toNanos() / 1000);
        if (bytes >= LARGE_BYTES) {
            bytesPerSecond += ((long) (bytes * 1e6 / micros) - bytesPerSecond) / WEIGHT;
        }
    }

    synchronized Duration latency() {
        return Duration.ofNanos(1000 * latencyMicros);
    }

    synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }
}
