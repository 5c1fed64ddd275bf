package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.time.Instant;

/// A copy of the database file, to be followed by WAL `index` from its beginning. It may hold a part of that
/// index already (0.3 spec, section 1.4). `sizeBytes` is the size of the object.
public record Snapshot(String key, GenerationId generation, int index, long sizeBytes, Instant storedAt) {
    public Position position() {
        return Position.ofSnapshot(generation, index);
    }

    public RestorePoint point(TimeSource source) {
        return new RestorePoint(position(), storedAt, source, sizeBytes, RestorePoint.Kind.SNAPSHOT);
    }
}
