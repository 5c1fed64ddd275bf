package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.store.Asked;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Puts an assembled file on stable storage and hashes it while SQLite checks it: the disk and a second processor
/// would wait meanwhile. SQLite reads the file as immutable and holds no locks that closing it here could drop (LK-4).
final class Settling implements Closeable {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("settle-", 0).factory());
    private final Future<Void> stable;
    private final Future<String> hashed;

    private Settling(Path file) {
        stable = threads.submit(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return null;
        });
        hashed = threads.submit(() -> Hashes.sha256(file));
    }

    static Settling of(Path file) {
        return new Settling(file);
    }

    /// Waits until the file is on stable storage; its SHA-256 in hexadecimal digits.
    String sha256() throws IOException {
        Asked.answer(stable);
        return Asked.answer(hashed);
    }

    /// Ends it, and returns when it holds the file no longer.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
