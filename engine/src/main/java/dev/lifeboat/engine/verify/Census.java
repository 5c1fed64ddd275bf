package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// What a listing of the whole root shows: `own` objects belong to a backup, `foreign` ones to nothing that this
/// program knows (SE-9). `ownBytes` is the size of the former.
public record Census(long own, long ownBytes, long foreign) {
    /// Lists everything once, and apart from that what has a slash in front of its key.
    public static Census take(ObjectStore store, History history) throws IOException {
        Set<String> keys = keys(history);
        AtomicLong own = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicLong foreign = new AtomicLong();
        store.list("", object -> {
            if (keys.remove(object.key())) {
                own.incrementAndGet();
                bytes.addAndGet(object.sizeBytes());
            } else if (!object.key().equals(WRITER)) {
                foreign.incrementAndGet();
            }
        });
        if (keys.stream().anyMatch(key -> key.startsWith("/"))) {
            store.list("/", object -> {
                if (keys.remove(object.key())) {
                    own.incrementAndGet();
                    bytes.addAndGet(object.sizeBytes());
                }
            });
        }
        return new Census(own.get(), bytes.get(), foreign.get());
    }

    /// Who writes the replica (OB-2).
    private static final String WRITER = "lifeboat-writer";

    /// Of every object that belongs to a backup.
    static Set<String> keys(History history) {
        Set<String> keys = new HashSet<>();
        history.generations().forEach(generation -> {
            generation.snapshots().forEach(each -> keys.add(each.key()));
            generation.segments().forEach(each -> keys.add(each.key()));
        });
        history.ltx().files().forEach(each -> keys.add(each.key()));
        return keys;
    }
}
