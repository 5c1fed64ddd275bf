package dev.lifeboat.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Objects below one root, named by keys relative to it: parts joined by `/`, no leading `/` but where a store
/// says what one means.
///
/// `put` is all or nothing: after a failure the object is absent or whole, and what was there before is whole
/// too. An object that `put` has returned for is on stable storage. Listings may lag behind `put` on some
/// stores. Keys come from outside on reading: callers never turn them into paths. Not a file system: no rename,
/// no append, no directories. Safe for use by several threads.
///
/// Failures that a person has to act on (root missing, denied, unreachable) are [StoreException]s that say which
/// it is; other `IOException`s are worth another try.
public interface ObjectStore extends Closeable {
    /// Shows `visitor` every object whose key begins with `prefix` and lies behind `after`, each once, in
    /// ascending order of keys; `after` is empty for all of them. What is held in memory at a time has a bound,
    /// however many there are. A root without any object, or one that does not exist yet in a store that makes
    /// roots on the first `put`, shows nothing. After a failure the visitor has seen all up to the last key that
    /// it was shown.
    void list(String prefix, String after, Visitor visitor) throws IOException;

    /// All of them.
    default void list(String prefix, Visitor visitor) throws IOException {
        list(prefix, "", visitor);
    }

    /// The same as a list, for who needs all of it at once: some 300 bytes of memory an object.
    default List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        list(prefix, found::add);
        return List.copyOf(found);
    }

    /// Is shown the objects of a listing one after the other, in the thread that lists.
    @FunctionalInterface
    interface Visitor {
        void object(StoredObject object);
    }

    /// The bytes of an object from the first to the last; `NoSuchFileException` where there is none. The caller
    /// closes the stream.
    ObjectBytes open(String key) throws IOException;

    /// The same from byte `fromByte` on, counted from 0 and at most the length, as long as the object still carries
    /// `entityTag`; a [ReplacedException] where it does not. For reading that broke off (OB-6).
    ObjectBytes open(String key, long fromByte, String entityTag) throws IOException;

    /// The first `mostBytes` bytes of an object, or all that it has; `NoSuchFileException` where there is none. Costs
    /// one request, whatever the size of the object.
    default byte[] beginning(String key, int mostBytes) throws IOException {
        try (InputStream in = open(key)) {
            return in.readNBytes(mostBytes);
        }
    }

    /// What is known of an object without its bytes; nothing where there is none.
    Optional<ObjectHead> head(String key) throws IOException;

    /// Writes one object under the upload's condition. The body is asked for its bytes once per attempt.
    PutOutcome put(Upload upload) throws IOException;

    /// Writes one object without metadata.
    default PutOutcome put(String key, Body body, PutCondition condition) throws IOException {
        return put(new Upload(key, body, condition, Map.of()));
    }

    /// Removes objects; one that is absent already is no error.
    void delete(Collection<String> keys) throws IOException;

    /// Removes what interrupted `put`s of keys that begin with `keyPrefix` left behind and no listing shows; how
    /// much it was. Only for the one writer there, while no `put` is under way. A store that leaves nothing removes
    /// nothing.
    default int sweep(String keyPrefix) throws IOException {
        return 0;
    }

    Set<Feature> features();

    /// Where this store is, as a person would write it in a configuration; never with a secret.
    String location();

    /// One object to be written. Metadata are a few short values under lower-case names of letters and hyphens;
    /// a store that cannot keep them leaves them out. [ObjectMetadata] has the names that mean something.
    record Upload(String key, Body body, PutCondition condition, Map<String, String> metadata) {
        public Upload {
            metadata = Map.copyOf(metadata);
        }
    }

    /// What is written: read from the start each time it is asked for.
    @FunctionalInterface
    interface Body {
        InputStream open() throws IOException;
    }

    /// When a `put` may take place. What it decides, the store decides, see [Feature].
    sealed interface PutCondition {
        PutCondition IF_ABSENT = new IfAbsent();
        PutCondition ALWAYS = new Always();

        /// Only where no object has this key (`If-None-Match: *`).
        record IfAbsent() implements PutCondition {}

        /// Whatever is there is replaced.
        record Always() implements PutCondition {}

        /// Only where the object is still the one that carried this tag (`If-Match`).
        record IfMatch(String entityTag) implements PutCondition {}
    }

    sealed interface PutOutcome {
        record Stored(StoredObject object) implements PutOutcome {}

        /// The condition did not hold: nothing was written.
        record Refused(String key) implements PutOutcome {}
    }

    enum Feature {
        /// `IF_ABSENT` is decided by the store, so that two writers cannot both succeed.
        CONDITIONAL_PUT,

        /// `IfMatch` is decided by the store in the same way.
        CONDITIONAL_REPLACE
    }
}
