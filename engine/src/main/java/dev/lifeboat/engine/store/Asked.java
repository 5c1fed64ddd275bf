package dev.lifeboat.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A question to the store, or to the disk, that waits for its answer while other things are done. Closing takes it
/// back: it ends by itself, and nobody hears of its answer.
///
/// On a platform thread: the poller of virtual threads waits in native code, and HotSpot gives such a thread 0.3 s
/// before it ends the process.
public final class Asked<T> implements Closeable {
    private final FutureTask<T> task;

    private Asked(FutureTask<T> task) {
        this.task = task;
    }

    /// Asks on a thread of its own.
    public static <T> Asked<T> of(Callable<T> question) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread.ofPlatform().daemon().name("asked").start(task);
        return new Asked<>(task);
    }

    /// Waits for the answer.
    ///
    /// @throws IOException where the question failed so; other failures come as what they were
    public T answer() throws IOException {
        return answer(task);
    }

    public boolean isAnswered() {
        return task.isDone();
    }

    /// Waits for an answer; what failed is thrown as it was.
    public static <T> T answer(Future<T> asked) throws IOException {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while waiting for the store").initCause(e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    /// The failure of another thread, to be thrown in this one; throws it itself where it is none of `IOException`.
    public static IOException thrown(@Nullable Throwable failure) {
        return switch (failure) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(failure);
        };
    }

    @Override
    public void close() {
        task.cancel(true);
    }
}
