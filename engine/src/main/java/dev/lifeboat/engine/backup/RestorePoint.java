package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Position;
import java.time.Instant;

/// A state that a backup holds. `time` is when the object that completes it was stored: the commit itself is a
/// little older. `sizeBytes` is the size of that object.
///
/// The position of a segment's point is the end of the segment. Where a segment ends inside a transaction (0.3
/// spec, section 1.3), restoring that point gives the last commit before it, and says so.
public record RestorePoint(Position position, Instant time, TimeSource timeSource, long sizeBytes, Kind kind) {
    public enum Kind {
        SNAPSHOT,
        SEGMENT,
        /// A commit somewhere inside a segment.
        COMMIT
    }

    /// What `--point` takes (product.md 3).
    public String id() {
        return position.toString();
    }

    public RestorePoint at(Position exact) {
        return new RestorePoint(exact, time, timeSource, sizeBytes, exact.equals(position) ? kind : Kind.COMMIT);
    }
}
