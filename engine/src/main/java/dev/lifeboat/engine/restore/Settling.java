package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.fileset.Hashes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
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
        result(stable);
        return result(hashed);
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the file was on stable storage");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /// Ends it, and returns when it holds the file no longer.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
