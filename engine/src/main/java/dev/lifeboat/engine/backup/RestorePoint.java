package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.PointId;
import java.time.Instant;

/// A state that a backup holds. `time` is when the object that completes it was stored: the commit itself is a
/// little older. `sizeBytes` is the size of that object.
///
/// The place of a segment's point is the end of the segment. Where a segment ends inside a transaction (0.3
/// spec, section 1.3), restoring that point gives the last commit before it, and says so. The place of an LTX
/// file's point is its last transaction; its `time` is the one in the header of the file, as far as it is known.
public record RestorePoint(PointId place, Instant time, TimeSource timeSource, long sizeBytes, Kind kind) {
    public enum Kind {
        /// An object that is the whole database.
        SNAPSHOT,
        /// An object that holds changes.
        SEGMENT,
        /// A commit somewhere inside a segment.
        COMMIT
    }

    /// What `--point` takes (product.md 3).
    public String id() {
        return place.text();
    }

    /// The same with the time in the header of the file that was restored last. Where headers were read before, they
    /// were those of every file that ends here, and the earliest of them counts.
    public RestorePoint byHeader(Instant header) {
        return timeSource == TimeSource.WRITER
                ? this
                : new RestorePoint(place, header, TimeSource.WRITER, sizeBytes, kind);
    }

    public RestorePoint at(PointId exact) {
        return new RestorePoint(exact, time, timeSource, sizeBytes, exact.equals(place) ? kind : Kind.COMMIT);
    }
}
