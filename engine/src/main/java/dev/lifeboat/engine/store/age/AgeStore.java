package dev.lifeboat.engine.store.age;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decrypts what is encrypted, which is seen by its first bytes, and gives everything else as it is. For reading:
/// what is written through it is written as it is, and sizes are those of the stored bytes.
public final class AgeStore implements ObjectStore {
    private static final byte[] INTRO = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);

    private final ObjectStore store;
    private final Identities identities;

    /// Closes `store` with itself.
    public AgeStore(ObjectStore store, Identities identities) {
        this.store = store;
        this.identities = identities;
    }

    /// Throws `ProblemException` of kind STORE_DENIED where no identity opens the object, and
    /// [dev.lifeboat.engine.store.UnreadableObjectException], also while it is read, where it is damaged.
    @Override
    public ObjectBytes open(String key) throws IOException {
        ObjectBytes stored = store.open(key);
        boolean opened = false;
        try {
            PushbackInputStream whole = new PushbackInputStream(stored, INTRO.length);
            byte[] first = whole.readNBytes(INTRO.length);
            whole.unread(first);
            ObjectBytes plain = new ObjectBytes(
                    Arrays.equals(first, INTRO) ? Decrypted.of(key, whole, identities) : whole, stored.entityTag());
            opened = true;
            return plain;
        } finally {
            if (!opened) {
                stored.close();
            }
        }
    }

    /// The stored bytes: a cipher is read from its beginning.
    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) throws IOException {
        return store.open(key, fromByte, entityTag);
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) throws IOException {
        store.list(prefix, after, visitor);
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        return store.list(prefix);
    }

    @Override
    public Optional<ObjectHead> head(String key) throws IOException {
        return store.head(key);
    }

    @Override
    public PutOutcome put(Upload upload) throws IOException {
        return store.put(upload);
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        store.delete(keys);
    }

    @Override
    public int sweep(String keyPrefix) throws IOException {
        return store.sweep(keyPrefix);
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
