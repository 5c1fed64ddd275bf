package dev.lifeboat.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Objects below one root, named by keys relative to it: parts joined by `/`, no leading `/`.
///
/// `put` is all or nothing: after a failure the object is absent or whole, and what was there before is whole too. An
/// object that `put` has returned for is on stable storage. Listings may lag behind `put` on some stores. Keys come
/// from outside on reading: callers never turn them into paths. Not a file system: no rename, no append, no
/// directories. Safe for use by several threads.
///
/// Failures that a person has to act on (root missing, denied, unreachable) are [StoreException]s that say which it is;
/// other `IOException`s are worth another try.
public interface ObjectStore extends Closeable {
    /// Every object whose key begins with `prefix`, in key order. A root without any object, or one that does not exist
    /// yet in a store that makes roots on the first `put`, gives an empty list.
    List<StoredObject> list(String prefix) throws IOException;

    /// The bytes of an object from the first to the last; `NoSuchFileException` where there is none. The caller closes
    /// the stream.
    InputStream open(String key) throws IOException;

    /// Writes one object under `condition`. The body is asked for its bytes once per attempt.
    PutOutcome put(String key, Body body, PutCondition condition) throws IOException;

    /// Removes objects; one that is absent already is no error.
    void delete(Collection<String> keys) throws IOException;

    Set<Feature> features();

    /// Where this store is, as a person would write it in a configuration; never with a secret.
    String location();

    /// What is written: read from the start each time it is asked for.
    @FunctionalInterface
    interface Body {
        InputStream open() throws IOException;
    }

    enum PutCondition {
        /// Only where no object has this key (`If-None-Match: *`).
        IF_ABSENT,
        /// Whatever is there is replaced.
        ALWAYS
    }

    sealed interface PutOutcome {
        record Stored(StoredObject object) implements PutOutcome {}

        record AlreadyThere(String key) implements PutOutcome {}
    }

    enum Feature {
        /// `IF_ABSENT` is decided by the store, so that two writers cannot both succeed.
        CONDITIONAL_PUT
    }
}
