package dev.lifeboat.engine.discover;

import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/// A look for backups with a bound: what is recognised is stepped over, so that a few pages of a listing show the
/// backups beside one another however large they are. Says that they are there, not how much each holds.
public final class Glance {
    /// Each costs a request or so.
    private static final int MAX_STEPS = 24;

    /// Five pages of keys that belong to no backup.
    private static final long MAX_OBJECTS = 5_000;

    private Glance() {}

    /// Ends a listing from inside.
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private EnoughException() {
            super(null, null, false, false);
        }
    }

    /// Looks below `prefix`, which is empty or ends in `/`.
    public static Found at(ObjectStore store, String prefix) throws IOException {
        RootScan scan = new RootScan();
        String after = "";
        for (int step = 0; step < MAX_STEPS && scan.objects() < MAX_OBJECTS; step++) {
            Optional<String> next;
            try {
                next = step(store, prefix, after, scan);
            } catch (StoreException e) {
                if (scan.objects() == 0) {
                    throw e;
                }
                // A directory among others that is not ours to read.
                return scan.found(false);
            }
            if (next.isEmpty()) {
                return scan.found(scan.objects() < MAX_OBJECTS);
            }
            after = next.get();
        }
        return scan.found(false);
    }

    /// The key of the first object of a backup below `prefix`.
    public static Optional<String> firstObject(ObjectStore store, String prefix) throws IOException {
        RootScan scan = new RootScan();
        String[] first = {""};
        try {
            store.list(prefix, "", object -> {
                if (scan.seen(object).isPresent()) {
                    first[0] = object.key();
                }
                if (!first[0].isEmpty() || scan.objects() >= MAX_OBJECTS) {
                    throw new EnoughException();
                }
            });
        } catch (EnoughException e) {
            // Seen.
        }
        return Optional.of(first[0]).filter(text -> !text.isEmpty());
    }

    /// Goes on to the next backup; says where to go on behind it, or nothing where the listing has ended.
    private static Optional<String> step(ObjectStore store, String prefix, String after, RootScan scan)
            throws IOException {
        String[] next = {""};
        try {
            store.list(prefix, after, object -> {
                scan.seen(object).ifPresent(key -> next[0] = key.skipFrom(object.key()));
                if (!next[0].isEmpty() || scan.objects() >= MAX_OBJECTS) {
                    throw new EnoughException();
                }
            });
            return Optional.empty();
        } catch (EnoughException e) {
            return Optional.of(next[0]).filter(text -> !text.isEmpty());
        }
    }
}
