package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.time.Instant;
import java.util.OptionalLong;

/// The bytes `[offset, end)` of WAL `index`. `end` is not known where nothing followed and the object could not
/// be decoded.
///
/// `storedAt` is the storage's time. `time` is the latest `storedAt` of this and all segments before it: what is
/// restored up to here has all of them in it, and a clock that went back or a copied object must not reorder
/// history.
public record Segment(
        String key,
        GenerationId generation,
        int index,
        long offset,
        OptionalLong end,
        long sizeBytes,
        Instant storedAt,
        Instant time) {
    public Segment withEnd(long newEnd) {
        return new Segment(key, generation, index, offset, OptionalLong.of(newEnd), sizeBytes, storedAt, time);
    }

    /// Behind its last byte; behind its first, where the end is not known.
    public Position position() {
        return new Position(generation, index, end.orElse(offset + 1));
    }

    public RestorePoint point(TimeSource source) {
        return new RestorePoint(position(), time, source, sizeBytes, RestorePoint.Kind.SEGMENT);
    }
}
