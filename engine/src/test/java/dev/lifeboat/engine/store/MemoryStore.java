package dev.lifeboat.engine.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// Objects in memory that somebody changes behind our back: what is listed and what is read need not agree.
public final class MemoryStore implements ObjectStore {
    private record Held(byte[] bytes, Instant storedAt, Map<String, String> metadata) {}

    private final TreeMap<String, Held> listed = new TreeMap<>();
    private final Map<String, byte[]> read = new HashMap<>();
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    /// A copy of the files below `root`, with their times.
    public static MemoryStore of(Path root) throws IOException {
        MemoryStore store = new MemoryStore();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                store.put(root.relativize(file).toString(), Files.readAllBytes(file), time);
            }
        }
        return store;
    }

    /// Lists and reads `bytes`.
    public void put(String key, byte[] bytes, Instant storedAt) {
        put(key, bytes, storedAt, Map.of());
    }

    public void put(String key, byte[] bytes, Instant storedAt, Map<String, String> metadata) {
        listed.put(key, new Held(bytes, storedAt, metadata));
        read.put(key, bytes);
    }

    /// The keys that were asked for by `head` since the last call.
    public List<String> heads() {
        List<String> asked = List.copyOf(heads);
        heads.clear();
        return asked;
    }

    /// Goes on listing what was there, and reads `bytes`.
    public void change(String key, byte[] bytes) {
        read.put(key, bytes);
    }

    /// Goes on listing it, and has it no more.
    public void lose(String key) {
        read.remove(key);
    }

    /// Takes it out of the listing too.
    public void forget(String key) {
        listed.remove(key);
        read.remove(key);
    }

    public void restore(String key) {
        read.put(key, listed.get(key).bytes());
    }

    public List<String> keys() {
        return List.copyOf(listed.keySet());
    }

    public byte[] bytes(String key) {
        return listed.get(key).bytes().clone();
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) {
        listed.forEach((key, held) -> {
            if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                visitor.object(object(key, held));
            }
        });
    }

    private static StoredObject object(String key, Held held) {
        return new StoredObject(key, held.bytes().length, held.storedAt(), "");
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        return open(key, 0, "");
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        byte[] bytes = read.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key);
        }
        int from = Math.toIntExact(fromByte);
        return new ObjectBytes(new ByteArrayInputStream(bytes, from, bytes.length - from), "");
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        heads.add(key);
        return Optional.ofNullable(listed.get(key)).map(held -> new ObjectHead(object(key, held), held.metadata()));
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
        return Set.of();
    }

    @Override
    public String location() {
        return "memory:";
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
