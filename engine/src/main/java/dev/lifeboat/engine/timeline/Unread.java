package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.store.fetch.Wanted;
import dev.lifeboat.engine.wal.WalCursor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// An object that has to be read before it can be told what happened.
sealed interface Unread {
    ObjectIdentity identity();

    Facts read(ObjectReader reader, Known known, InputStream stored) throws IOException;

    default Optional<WalCursor> from(Known known) {
        return Optional.empty();
    }

    default Wanted wanted() {
        return new Wanted(identity().key(), identity().sizeBytes());
    }

    static ObjectIdentity identity(Snapshot snapshot) {
        return new ObjectIdentity(snapshot.key(), snapshot.sizeBytes(), snapshot.storedAt());
    }

    static ObjectIdentity identity(Segment segment) {
        return new ObjectIdentity(segment.key(), segment.sizeBytes(), segment.storedAt());
    }

    static ObjectIdentity identity(LtxFile file) {
        return new ObjectIdentity(file.key(), file.sizeBytes(), file.storedAt());
    }

    record OfSnapshot(Snapshot snapshot) implements Unread {
        @Override
        public ObjectIdentity identity() {
            return Unread.identity(snapshot);
        }

        @Override
        public Facts read(ObjectReader reader, Known known, InputStream stored) throws IOException {
            return reader.snapshot(snapshot, stored);
        }
    }

    record OfSegment(Segment segment) implements Unread {
        @Override
        public ObjectIdentity identity() {
            return Unread.identity(segment);
        }

        @Override
        public Optional<WalCursor> from(Known known) {
            return known.before(segment).map(Chain::cursor);
        }

        @Override
        public Facts read(ObjectReader reader, Known known, InputStream stored) throws IOException {
            return reader.segment(segment, known.before(segment), stored);
        }
    }

    record OfFile(LtxFile file) implements Unread {
        @Override
        public ObjectIdentity identity() {
            return Unread.identity(file);
        }

        @Override
        public Facts read(ObjectReader reader, Known known, InputStream stored) throws IOException {
            return reader.file(file, stored);
        }
    }
}
