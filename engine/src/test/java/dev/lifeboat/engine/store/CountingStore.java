package dev.lifeboat.engine.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Notes what is asked of another store. For reading only.
public final class CountingStore implements ObjectStore {
    private final ObjectStore store;
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    public CountingStore(ObjectStore store) {
        this.store = store;
    }

    /// What was asked since the last call, sorted.
    public List<String> asked() {
        List<String> sorted = asked.stream().sorted().toList();
        asked.clear();
        return sorted;
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        asked.add("list " + prefix);
        store.list(prefix, after, visitor);
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        asked.add("open " + key);
        return store.open(key);
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        asked.add("open " + key);
        return store.open(key, fromByte, entityTag);
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        asked.add("head " + key);
        return store.head(key);
    }

    @Override
    public PutOutcome put(Upload upload) {
        throw new AssertionError("nothing is written here: " + upload.key());
    }

    @Override
    public void delete(Collection<String> keys) {
        throw new AssertionError("nothing is deleted here: " + keys);
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
