package dev.lifeboat.rig;

import dev.lifeboat.rig.process.Wait;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;

/// Looks at the size of a WAL file all the time.
final class WalWatch implements Closeable {
    private static final Duration PACE = Duration.ofMillis(50);

    private final Path wal;
    private volatile boolean isOver;
    private volatile long peakBytes;

    WalWatch(Path database) {
        this.wal = database.resolveSibling(database.getFileName() + "-wal");
        Thread.ofPlatform().daemon().name("wal-watch").start(this::watch);
    }

    private void watch() {
        while (!isOver) {
            peakBytes = Math.max(peakBytes, wal.toFile().length());
            Wait.pass(PACE);
        }
    }

    /// The largest so far.
    long peakBytes() {
        return peakBytes;
    }

    @Override
    public void close() {
        isOver = true;
    }
}
