package dev.lifeboat.engine.store.retry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Waits. A test moves its clock instead.
@FunctionalInterface
public interface Pauses {
    void pause(Duration duration) throws IOException;

    /// Sleeps for real. An interrupt ends the wait as a failed request would.
    static Pauses sleeping() {
        return duration -> {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted between two attempts");
            }
        };
    }
}
