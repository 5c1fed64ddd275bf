package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The bytes `[offset, end)` of WAL `index`. `end` is not known where nothing followed and the object could not
/// be decoded.
///
/// `storedAt` is the storage's time. `committedAt` is when its last commit was captured by its writer's clock, where
/// that was left and asked for. `time` is the best that is known: `committedAt`, or else the latest `storedAt` of this
/// and all segments before it, held between the commit times around it. It is never before that of the segment before:
/// what is restored up to here has all of them in it, and a copied object must not reorder history. So behind a clock
/// that was set back, segments keep the latest time that is known before it, until the clock has passed that.
public record Segment(
        String key,
        GenerationId generation,
        int index,
        long offset,
        OptionalLong end,
        long sizeBytes,
        Instant storedAt,
        Optional<Instant> committedAt,
        Instant time) {
    /// A segment of which nothing is known but what a listing shows.
    public static Segment listed(
            String key, GenerationId generation, int index, long offset, long sizeBytes, Instant storedAt) {
        return new Segment(
                key, generation, index, offset, OptionalLong.empty(), sizeBytes, storedAt, Optional.empty(), storedAt);
    }

    public Segment withEnd(long newEnd) {
        return new Segment(
                key, generation, index, offset, OptionalLong.of(newEnd), sizeBytes, storedAt, committedAt, time);
    }

    /// The same segment with its true time.
    public Segment committedAt(Instant commit) {
        return new Segment(key, generation, index, offset, end, sizeBytes, storedAt, Optional.of(commit), time);
    }

    Segment at(OptionalLong known, Instant best) {
        return new Segment(key, generation, index, offset, known, sizeBytes, storedAt, committedAt, best);
    }

    /// Behind its last byte; behind its first, where the end is not known.
    public Position position() {
        return new Position(generation, index, end.orElse(offset + 1));
    }

    /// Where its own time is not known, that of its generation has `source`.
    public RestorePoint point(TimeSource source) {
        TimeSource best = committedAt.isPresent() ? TimeSource.WRITER : source;
        return new RestorePoint(position(), time, best, sizeBytes, RestorePoint.Kind.SEGMENT);
    }
}
