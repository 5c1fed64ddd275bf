package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ReplacedException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Objects in memory with the store's own clock. Every request is noted and put to a script, which may fail it
/// before or after it took effect.
public final class FaultyStore implements ObjectStore {
    private record Held(byte[] bytes, StoredObject object, Map<String, String> metadata) {}

    /// One request: the operation and the key or prefix.
    public record Request(String operation, String key) {}

    /// Fails requests.
    public interface Script {
        Script NONE = new Script() {};

        default void before(Request request) throws IOException {}

        default void after(Request request) throws IOException {}

        /// Before a listing shows `key`.
        default void showing(String key) throws IOException {}

        /// What a reader gets instead of `bytes`.
        default InputStream reading(String key, InputStream bytes) {
            return bytes;
        }
    }

    private final InstantSource clock;
    private final TreeMap<String, Held> objects = new TreeMap<>();
    private final List<Request> requests = new ArrayList<>();
    private Script script = Script.NONE;
    private Predicate<StoredObject> listed = object -> true;
    private Set<Feature> features = EnumSet.allOf(Feature.class);
    private boolean ignoresConditions;
    private boolean hasTags = true;
    private int tags;

    public FaultyStore(InstantSource clock) {
        this.clock = clock;
    }

    /// Another store with the same objects.
    public FaultyStore copy() {
        FaultyStore other = new FaultyStore(clock);
        other.objects.putAll(objects);
        other.tags = tags;
        return other;
    }

    public void script(Script next) {
        script = next;
    }

    /// What listings show.
    public void lists(Predicate<StoredObject> shown) {
        listed = shown;
    }

    void ignoreConditions() {
        ignoresConditions = true;
    }

    void promise(Set<Feature> promised) {
        features = promised;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public long count(String operation) {
        return count(operation, "");
    }

    long count(String operation, String part) {
        return requests.stream()
                .filter(each -> each.operation().equals(operation) && each.key().contains(part))
                .count();
    }

    public void forget() {
        requests.clear();
    }

    public Set<String> keys() {
        return Set.copyOf(objects.keySet());
    }

    byte[] bytes(String key) {
        return Objects.requireNonNull(objects.get(key)).bytes();
    }

    Map<String, String> metadata(String key) {
        return Objects.requireNonNull(objects.get(key)).metadata();
    }

    public void place(String key, byte[] bytes) {
        hold(new Upload(key, () -> new ByteArrayInputStream(bytes), PutCondition.ALWAYS, Map.of()), bytes);
    }

    public void lose(String key) {
        objects.remove(key);
    }

    private void begin(Request request) throws IOException {
        requests.add(request);
        script.before(request);
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        Request request = new Request("put", upload.key());
        begin(request);
        byte[] bytes;
        try (InputStream in = upload.body().open()) {
            bytes = in.readAllBytes();
        }
        if (!ignoresConditions && !holds(upload)) {
            return new PutOutcome.Refused(upload.key());
        }
        StoredObject object = hold(upload, bytes);
        script.after(request);
        return new PutOutcome.Stored(object);
    }

    private boolean holds(Upload upload) {
        Held there = objects.get(upload.key());
        return switch (upload.condition()) {
            case PutCondition.Always _ -> true;
            case PutCondition.IfAbsent _ -> there == null;
            case PutCondition.IfMatch(String tag) ->
                there != null && there.object().entityTag().equals(tag);
        };
    }

    private StoredObject hold(Upload upload, byte[] bytes) {
        StoredObject object = new StoredObject(upload.key(), bytes.length, clock.instant(), "\"" + ++tags + "\"");
        objects.put(upload.key(), new Held(bytes, object, upload.metadata()));
        return object;
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        begin(new Request("list", prefix));
        for (Held held : List.copyOf(objects.tailMap(after, false).values())) {
            if (held.object().key().startsWith(prefix) && listed.test(held.object())) {
                script.showing(held.object().key());
                visitor.object(held.object());
            }
        }
    }

    @Override
    public ObjectBytes open(String key) throws IOException {
        begin(new Request("open", key));
        return bytesOf(there(key), 0);
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        begin(new Request("open from " + fromByte, key));
        Held there = there(key);
        if (!there.object().entityTag().equals(entityTag)) {
            throw new ReplacedException(key);
        }
        return bytesOf(there, Math.toIntExact(fromByte));
    }

    /// From now on reading gives no entity tags.
    public void giveNoTags() {
        hasTags = false;
    }

    private Held there(String key) throws IOException {
        Held there = objects.get(key);
        if (there == null) {
            throw new NoSuchFileException(key);
        }
        return there;
    }

    private ObjectBytes bytesOf(Held held, int from) {
        InputStream rest = new ByteArrayInputStream(held.bytes(), from, held.bytes().length - from);
        return new ObjectBytes(
                script.reading(held.object().key(), rest),
                hasTags ? held.object().entityTag() : "");
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        begin(new Request("head", key));
        return Optional.ofNullable(objects.get(key)).map(held -> new ObjectHead(held.object(), held.metadata()));
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        for (String key : keys) {
            Request request = new Request("delete", key);
            begin(request);
            objects.remove(key);
            script.after(request);
        }
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public String location() {
        return "memory://store";
    }

    @Override
    public void close() {}

    /// The positions that segments of this store say they end at, in key order.
    List<String> positions() {
        return objects.values().stream()
                .filter(held -> held.object().key().contains("/wal/"))
                .map(held -> held.metadata().getOrDefault(ObjectMetadata.POSITION, ""))
                .toList();
    }
}
