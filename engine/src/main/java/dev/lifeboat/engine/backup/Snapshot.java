package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.time.Instant;
import java.util.Optional;

/// A copy of the database file, to be followed by WAL `index` from its beginning. It may hold a part of that
/// index already (0.3 spec, section 1.4). `sizeBytes` is the size of the object. `committedAt` is the time of its last
/// commit, where its writer left that and it was asked for.
public record Snapshot(
        String key,
        GenerationId generation,
        int index,
        long sizeBytes,
        Instant storedAt,
        Optional<Instant> committedAt) {
    /// A snapshot of which nothing is known but what a listing shows.
    public static Snapshot listed(String key, GenerationId generation, int index, long sizeBytes, Instant storedAt) {
        return new Snapshot(key, generation, index, sizeBytes, storedAt, Optional.empty());
    }

    /// The same snapshot with its true time.
    public Snapshot committedAt(Instant commit) {
        return new Snapshot(key, generation, index, sizeBytes, storedAt, Optional.of(commit));
    }

    /// The best that is known.
    public Instant time() {
        return committedAt.orElse(storedAt);
    }

    public Position position() {
        return Position.ofSnapshot(generation, index);
    }

    /// Where its own time is not known, that of its generation has `source`.
    public RestorePoint point(TimeSource source) {
        TimeSource best = committedAt.isPresent() ? TimeSource.WRITER : source;
        return new RestorePoint(position(), time(), best, sizeBytes, RestorePoint.Kind.SNAPSHOT);
    }
}
