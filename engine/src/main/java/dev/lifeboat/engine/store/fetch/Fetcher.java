package dev.lifeboat.engine.store.fetch;

import dev.lifeboat.engine.store.Asked;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Gives the objects of a list in its order, and fetches those that come next while one is read.
///
/// Small ones are held as the store has them; a large one is opened when its turn comes. What is held has a bound in
/// bytes and in number, so a reader that takes its time holds the fetching up. A failure is thrown when its object's
/// turn comes. Behind a failure of the store nothing is fetched any more; behind one that is only of its object all
/// goes on, and the next object may be asked for. For one reading thread.
public final class Fetcher implements Closeable {
    /// Larger objects are few, and holding them would push many small ones out of the window.
    static final int WHOLE_BYTES = 1 << 20;

    /// What an object takes beside its bytes.
    private static final int OVERHEAD_BYTES = 512;

    private static final int MOST_AHEAD = 8;

    private static final int FEWEST_EACH = 4;
    private static final int ALWAYS_WORTH = 32;

    private final List<Wanted> objects;
    private final Source source;
    private final Width width;
    private final Predicate<Throwable> isOfOneObject;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Map<Integer, Fetched> fetched = new HashMap<>();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("fetch-", 0).factory());

    /// The next to be fetched, and the next to be read.
    private int next;

    private int reading;
    private int end;
    private long heldBytes;
    private boolean closed;

    /// Opens an object of the list. Used by several threads.
    @FunctionalInterface
    public interface Source {
        InputStream open(String key) throws IOException;
    }

    private sealed interface Fetched {
        record Whole(byte[] bytes) implements Fetched {}

        record Later() implements Fetched {}

        record Failed(Throwable failure) implements Fetched {}
    }

    /// Begins at once. Every failure ends it.
    public Fetcher(List<Wanted> objects, Source source, Width width) {
        this(objects, source, width, _ -> false);
    }

    /// Begins at once. `isOfOneObject` says which failures leave the others as they are.
    public Fetcher(List<Wanted> objects, Source source, Width width, Predicate<Throwable> isOfOneObject) {
        this.isOfOneObject = isOfOneObject;
        this.objects = List.copyOf(objects);
        this.source = source;
        this.width = width;
        this.end = objects.size();
        int small = (int) objects.stream().filter(Fetcher::isSmall).count();
        for (int i = 0; i < workers(small, width.requests()); i++) {
            workers.execute(this::work);
        }
    }

    /// A thread and a connection that fetch less than four objects cost more than they save, unless there are few.
    static int workers(int objects, int most) {
        return Math.min(most, Math.max(objects / FEWEST_EACH, Math.min(objects, ALWAYS_WORTH)));
    }

    private static boolean isSmall(Wanted object) {
        return object.sizeBytes() <= WHOLE_BYTES;
    }

    private static long cost(Wanted object) {
        return isSmall(object) ? object.sizeBytes() + OVERHEAD_BYTES : 0;
    }

    private void work() {
        for (int at = take(); at >= 0; at = take()) {
            keep(at, fetch(objects.get(at)));
        }
    }

    /// The number of the object to fetch, or -1 where there is nothing more to do. Waits for room; the object that is
    /// read next always has it.
    private int take() {
        lock.lock();
        try {
            while (!closed && next < end) {
                Wanted object = objects.get(next);
                if (!isSmall(object)) {
                    fetched.put(next, new Fetched.Later());
                    next++;
                    changed.signal();
                } else if (next == reading || fits(object)) {
                    heldBytes += cost(object);
                    return next++;
                } else {
                    room.await();
                }
            }
            return -1;
        } catch (InterruptedException e) {
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(Wanted object) {
        return heldBytes + cost(object) <= width.windowBytes() && next - reading < MOST_AHEAD * width.requests();
    }

    private Fetched fetch(Wanted object) {
        try (InputStream in = source.open(object.key())) {
            byte[] bytes = in.readNBytes(Math.toIntExact(object.sizeBytes()));
            // It has grown since the listing: whoever reads it may bound it better than we.
            return in.read() < 0 ? new Fetched.Whole(bytes) : new Fetched.Later();
        } catch (IOException | RuntimeException | Error e) {
            return new Fetched.Failed(e);
        }
    }

    private void keep(int at, Fetched result) {
        lock.lock();
        try {
            fetched.put(at, result);
            if (result instanceof Fetched.Failed(Throwable failure) && !isOfOneObject.test(failure)) {
                end = Math.min(end, at + 1);
                room.signalAll();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next object of the list as the store has it. The caller closes it, and asks no more often than there are
    /// objects.
    public InputStream next() throws IOException {
        Wanted object = objects.get(reading);
        Fetched result = isSmall(object) ? await() : new Fetched.Later();
        return switch (result) {
            case Fetched.Whole(byte[] bytes) -> {
                release(object);
                yield new ByteArrayInputStream(bytes);
            }
            case Fetched.Later() -> {
                release(object);
                yield source.open(object.key());
            }
            case Fetched.Failed(Throwable failure) -> {
                if (isOfOneObject.test(failure)) {
                    release(object);
                }
                throw Asked.thrown(failure);
            }
        };
    }

    private Fetched await() throws IOException {
        lock.lock();
        try {
            Fetched result = fetched.get(reading);
            while (result == null) {
                if (closed) {
                    throw new IOException("the fetching was ended");
                }
                changed.await();
                result = fetched.get(reading);
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "interrupted while waiting for " + objects.get(reading).key());
        } finally {
            lock.unlock();
        }
    }

    private void release(Wanted object) {
        lock.lock();
        try {
            fetched.remove(reading);
            reading++;
            heldBytes -= cost(object);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the fetching. What is under way ends by itself, and is dropped: a read from a socket hears no interrupt,
    /// and a store that hangs would be waited for.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        workers.shutdownNow();
    }
}
