package dev.lifeboat.engine.store.retry;

import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ReplacedException;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreFaultException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Tries again what may succeed the next time, until a total deadline (OB-5). The deadline of one attempt is
/// the store's below. For callers that can wait: it sleeps in their thread.
///
/// A create-only `put` whose answer was lost is refused the next time: the caller compares what is there (OB-3).
/// Reading that breaks off goes on at its byte, see [ResumedInputStream]. A thread that was interrupted gives up,
/// and that is not held against the store.
public final class RetryingStore implements ObjectStore {
    private final ObjectStore store;
    private final Backoff backoff;
    private final Patience patience;
    private final Circuit circuit;
    private final Clock clock;
    private final RandomGenerator random;
    private final Pauses pauses;

    /// It has answered a listing. Anybody answers 200, or 404, to a request for an object.
    private volatile boolean wasHeard;

    /// What the latest attempt of anybody met, for those who were not let through to meet it themselves.
    private volatile IOException latest = new IOException("it is left alone for a while");

    /// How long after its beginning a call begins another attempt: `total`, and less where nobody at the address has
    /// ever spoken as a store, see [NotAStoreException]. The last begins when that time is up.
    public record Patience(Duration total, Duration unheard) {}

    /// `random` is used by all threads that use the store.
    public RetryingStore(
            ObjectStore store,
            Backoff backoff,
            Patience patience,
            Circuit circuit,
            Clock clock,
            RandomGenerator random,
            Pauses pauses) {
        this.store = store;
        this.backoff = backoff;
        this.patience = patience;
        this.circuit = circuit;
        this.clock = clock;
        this.random = random;
        this.pauses = pauses;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T retried(Call<T> call) throws IOException {
        Instant begin = clock.instant();
        Instant limit = begin.plus(patience.total());
        for (int failures = 1; ; failures++) {
            long permitted = awaitPermission(limit, failures > 1);
            Duration pause;
            try {
                T answer = call.make();
                circuit.answered();
                return answer;
            } catch (IOException e) {
                if (isAnswer(e)) {
                    circuit.answered();
                    throw e;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                circuit.failed(permitted);
                latest = e;
                if (e instanceof StoreException) {
                    throw e;
                }
                limit = begin.plus(patienceAfter(e));
                Instant now = clock.instant();
                if (!now.isBefore(limit)) {
                    throw unreachable(e);
                }
                pause = shortest(backoff.pause(failures, random), Duration.between(now, limit));
            }
            pauses.pause(pause);
        }
    }

    private Duration patienceAfter(IOException failure) {
        return failure instanceof NotAStoreException && !wasHeard ? patience.unheard() : patience.total();
    }

    private StoreException unreachable(IOException cause) {
        String message = cause instanceof StoreFaultException
                ? cause.getMessage() + ", also when it was asked again"
                : store.location() + " does not answer: " + cause.getMessage();
        return new StoreException(StoreException.Kind.UNREACHABLE, message, cause);
    }

    /// What becomes of reading that breaks off again and again.
    StoreException brokenOff(IOException cause) {
        return new StoreException(
                StoreException.Kind.UNREACHABLE, store.location() + " breaks off: " + cause.getMessage(), cause);
    }

    /// Also where the next question comes too late for this call: another thread's may be on its way, and its
    /// answer lets everybody go on. A call that `hasTried` makes a last attempt all the same: what it is for ends
    /// with it, so that there are a few of them and no stream. Returns [Circuit#changes] as it was before.
    private long awaitPermission(Instant limit, boolean hasTried) throws IOException {
        while (true) {
            long changes = circuit.changes();
            if (circuit.permits()) {
                return changes;
            }
            Instant now = clock.instant();
            if (!now.isBefore(limit)) {
                if (!hasTried) {
                    throw unreachable(latest);
                }
                circuit.insist();
                return changes;
            }
            Instant next = circuit.nextQuestion();
            Duration pause = next.isAfter(now) ? Duration.between(now, next) : backoff.first();
            pauses.pause(shortest(pause, backoff.first(), Duration.between(now, limit)));
        }
    }

    private static Duration shortest(Duration... durations) {
        return Collections.min(List.of(durations));
    }

    /// Whether `e` is what the store answered rather than a failure to answer: trying again gives the same.
    public static boolean isAnswer(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof ReplacedException
                || e instanceof StoreException refused && refused.kind() != StoreException.Kind.UNREACHABLE;
    }

    /// Goes on behind the last object that was shown. A listing of many pages may take longer than `total`: the
    /// deadline begins anew whenever it got on.
    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        String[] last = {after};
        boolean complete = false;
        while (!complete) {
            complete = retried(() -> part(prefix, last, visitor));
            wasHeard = true;
        }
    }

    private boolean part(String prefix, String[] last, Visitor visitor) throws IOException {
        String from = last[0];
        try {
            store.list(prefix, from, object -> {
                last[0] = object.key();
                visitor.object(object);
            });
            return true;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            if (last[0].equals(from)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> listed = retried(() -> store.list(prefix));
        wasHeard = true;
        return listed;
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        ObjectBytes first = retried(() -> store.open(key));
        return resumed(key, 0, first);
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        ObjectBytes first = retried(() -> store.open(key, fromByte, entityTag));
        return resumed(key, fromByte, first);
    }

    private ObjectBytes resumed(String key, long fromByte, ObjectBytes first) {
        return new ObjectBytes(
                new ResumedInputStream(this, key, fromByte, first, patience.total(), clock), first.entityTag());
    }

    /// One more piece of an object whose reading broke off.
    ObjectBytes reopen(String key, long fromByte, String entityTag) throws IOException {
        return retried(() -> store.open(key, fromByte, entityTag));
    }

    /// All of an object once more whose reading broke off, where the store has no tag to ask for the rest with.
    ObjectBytes reopen(String key) throws IOException {
        return retried(() -> store.open(key));
    }

    /// Waits as after so many failures in a row.
    void pauseAfter(int failures) throws IOException {
        pauses.pause(backoff.pause(failures, random));
    }

    @Override
    public byte[] beginning(String key, int mostBytes) throws IOException {
        return retried(() -> store.beginning(key, mostBytes));
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        return retried(() -> store.head(key));
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        return retried(() -> store.put(upload));
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        retried(() -> {
            store.delete(keys);
            return keys;
        });
    }

    @Override
    public int sweep(String keyPrefix) throws IOException {
        return retried(() -> store.sweep(keyPrefix));
    }

    @Override
    public Set<Feature> features() {
        return store.features();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
