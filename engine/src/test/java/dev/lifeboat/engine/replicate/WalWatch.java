package dev.lifeboat.engine.replicate;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Looks at the size of a `-wal` every few milliseconds.
final class WalWatch implements AutoCloseable {
    private final AtomicLong largest = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;

    WalWatch(Path wal) {
        File file = wal.toFile();
        thread = Thread.ofVirtual().start(() -> {
            while (!ended) {
                largest.accumulateAndGet(file.length(), Math::max);
                LockSupport.parkNanos(5_000_000);
            }
        });
    }

    /// In bytes.
    long largest() {
        return largest.get();
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
