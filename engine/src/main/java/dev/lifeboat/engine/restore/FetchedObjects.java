package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.CountedInputStream;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.store.fetch.Fetcher;
import dev.lifeboat.engine.store.fetch.Wanted;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongConsumer;

/// The objects of a plan in its order, decoded where they are read.
final class FetchedObjects implements Closeable {
    private final Backup backup;
    private final Fetcher fetcher;
    private String current;

    FetchedObjects(Backup backup, RestorePlan plan, Width width) {
        List<Wanted> objects = plan.objects().stream()
                .map(object -> new Wanted(object.key(), object.sizeBytes()))
                .toList();
        this.backup = backup;
        this.current = objects.getFirst().key();
        this.fetcher = new Fetcher(objects, backup::stored, width);
    }

    /// The payload of `key`, which is the next object of the list. `readBytes` is told how many bytes of the object
    /// have been read so far. The caller closes it.
    InputStream open(String key, LongConsumer readBytes) throws IOException {
        current = key;
        return backup.payload(key, new CountedInputStream(fetcher.next(), readBytes));
    }

    /// The object that was opened last, before that the first.
    String current() {
        return current;
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
