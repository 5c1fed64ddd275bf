package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A store with keys as S3 has them, leading slashes included, that counts what is asked of it. For reading only.
final class MapStore implements ObjectStore {
    static final Instant STORED = Instant.parse("2026-06-01T00:00:00Z");

    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final AtomicInteger opened = new AtomicInteger();

    @Override
    public void list(String prefix, String after, Visitor visitor) {
        objects.tailMap(prefix).forEach((key, bytes) -> {
            if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                visitor.object(new StoredObject(key, bytes.length, STORED, ""));
            }
        });
    }

    @Override
    public InputStream open(String key) throws IOException {
        opened.incrementAndGet();
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key);
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        return Optional.empty();
    }

    @Override
    public PutOutcome put(Upload upload) {
        throw new UnsupportedOperationException("reads only");
    }

    @Override
    public void delete(Collection<String> keys) {
        throw new UnsupportedOperationException("reads only");
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public void close() {
        objects.clear();
    }
}
