package dev.lifeboat.engine.store.s3;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long an attempt may take (S8). Without them a peer that swallows packets, or gives a byte a second, would
/// hold an upload for ever.
///
/// `connect` is for reaching the host, TLS included; `silence` is the longest pause between two pieces of an
/// answer. The whole attempt may take `attempt` and beyond it one second for each `bytesPerSecond` of its body.
///
/// `pause` is the wait before a part of something larger is tried again, doubled each time, with jitter.
record Limits(Duration connect, Duration silence, Duration attempt, int bytesPerSecond, Duration pause) {
    /// 64 KiB/s is less than the poorest line on which a replica makes sense; a peer of 10 KB/s is given up.
    static final Limits STANDARD = new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30), 64 << 10, Duration.ofMillis(500));

    Duration forBytes(long bytes) {
        return attempt.plusMillis(bytes * 1000 / bytesPerSecond);
    }

    /// Waits before attempt `attempt`, counted from 1.
    void pauseBefore(int attempt) throws InterruptedIOException {
        long most = pause.toMillis() << Math.min(attempt - 1, 6);
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two attempts");
        }
    }
}
