package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EngineEvent.Warning;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.store.fetch.Fetcher;
import dev.lifeboat.engine.store.fetch.Wanted;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;

/// Reads what a timeline needs and is not remembered, and remembers it. Nothing in the store changes.
///
/// An object that cannot be used becomes a part of what is told; a failure of the store is thrown, and what was learned
/// until then is remembered.
public final class TimelineReader {
    private final Backup backup;
    private final ObjectMemory memory;
    private final ObjectReader reader;

    public TimelineReader(Backup backup, ObjectMemory memory) {
        this.backup = backup;
        this.memory = memory;
        this.reader = new ObjectReader(backup);
    }

    /// What happened in `window`, by the times that `listing` has. Costs one request an object that is not known yet.
    public Timeline read(History listing, Window window, EventSink events) throws IOException {
        Map<ObjectIdentity, Facts> remembered = memory.recall(listing.location());
        Known known = new Known(listing, remembered);
        List<Unread> missing = known.missing(Reach.of(listing, window));
        try {
            new Reading(known, missing, events).all();
        } finally {
            Map<ObjectIdentity, Facts> now = known.worthKeeping();
            if (!now.equals(remembered)) {
                memory.keep(listing.location(), now).ifPresent(reason -> events.accept(new Warning(reason)));
            }
        }
        return Timeline.of(known.history(), known.facts(), window);
    }

    private final class Reading {
        private final Known known;
        private final List<Unread> objects;
        private final EventSink events;

        Reading(Known known, List<Unread> objects, EventSink events) {
            this.known = known;
            this.objects = objects;
            this.events = events;
        }

        void all() throws IOException {
            List<Wanted> wanted = objects.stream().map(Unread::wanted).toList();
            try (Fetcher fetcher =
                    new Fetcher(wanted, backup::stored, Width.standard(), DamagedObjectException.class::isInstance)) {
                int read = 0;
                for (Unread object : objects) {
                    learn(object, fetcher);
                    events.accept(new Progress(Part.CHANGES, ++read, objects.size(), Unit.OBJECTS));
                }
            }
        }

        private void learn(Unread object, Fetcher fetcher) throws IOException {
            try {
                known.learn(object.identity(), object.read(reader, known, fetcher.next()));
            } catch (DamagedObjectException e) {
                damaged(object, e);
            }
        }

        /// One that has gone since the listing is no fact about its bytes.
        private void damaged(Unread object, DamagedObjectException e) {
            Facts.Damaged damage = new Facts.Damaged(object.from(known), e.reason());
            if (e.getCause() instanceof NoSuchFileException) {
                known.assume(object.identity(), damage);
            } else {
                known.learn(object.identity(), damage);
            }
        }
    }
}
