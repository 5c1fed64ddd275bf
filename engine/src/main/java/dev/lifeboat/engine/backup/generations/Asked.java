package dev.lifeboat.engine.backup.generations;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A question to the store that waits for its answer while others are asked. Closing takes it back.
final class Asked<T> implements Closeable {
    private final FutureTask<T> task;

    private Asked(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Asked<T> of(Callable<T> question) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread.ofVirtual().start(task);
        return new Asked<>(task);
    }

    T answer() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the store");
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable other -> throw new IOException(other);
            }
        }
    }

    @Override
    public void close() {
        task.cancel(true);
    }
}
