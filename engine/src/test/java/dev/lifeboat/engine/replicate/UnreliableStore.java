package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A file store that fails when told to, and remembers in which order it took objects.
final class UnreliableStore implements ObjectStore {
    /// A snapshot before the segments of its generation, those by index and offset.
    static final Comparator<String> UPLOAD_ORDER = Comparator.comparing((String key) -> key.substring(0, 28))
            .thenComparing(key -> key.contains("/wal/"))
            .thenComparing(Comparator.naturalOrder());

    private final FileObjectStore store;
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private volatile String failure = "";
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean holdsSnapshots;
    private volatile boolean isHolding;

    UnreliableStore(Path root) {
        this.store = new FileObjectStore(root);
    }

    void fail(String message) {
        failure = message;
    }

    /// From now on a snapshot does not arrive before `releaseSnapshots`.
    void holdSnapshots() {
        holdsSnapshots = true;
    }

    boolean isHolding() {
        return isHolding;
    }

    /// Waits for the end of the one that is held: whoever cleans up next meets no file that comes into being.
    void releaseSnapshots() {
        release.countDown();
        try {
            if (isHolding && !ended.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the upload that was held does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void recover() {
        failure = "";
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        if (holdsSnapshots && upload.key().contains("/snapshots/")) {
            try {
                hold();
                return take(upload);
            } finally {
                ended.countDown();
            }
        }
        return take(upload);
    }

    private PutOutcome take(Upload upload) throws IOException {
        PutOutcome outcome = store.put(upload);
        if (upload.key().startsWith("generations/")) {
            keys.add(upload.key());
        }
        return outcome;
    }

    private void hold() throws IOException {
        isHolding = true;
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        return store.head(key);
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        store.list(prefix, after, visitor);
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        return store.open(key);
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        return store.open(key, fromByte, entityTag);
    }

    @Override
    public void delete(Collection<String> gone) throws IOException {
        store.delete(gone);
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
    public void close() {
        store.close();
    }
}
