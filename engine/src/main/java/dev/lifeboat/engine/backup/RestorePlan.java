package dev.lifeboat.engine.backup;

import java.util.List;
import java.util.OptionalLong;

/// What will be read to restore one point: a snapshot, then segments in order. Made by [RestorePlanner]; shown by
/// a dry run and executed unchanged.
///
/// `stopAt` is the offset in the last segment's WAL index to stop at, where it is not its end.
/// `cutsSnapshotIndex` says that the target lies inside the snapshot's own index while more of that index exists:
/// then the snapshot may already hold newer pages than the target (pitfalls P5 and P6), and the restorer looks.
/// `remarks` are sentences for the person who asked: what was found instead of the asked moment, which object had
/// to be avoided.
public record RestorePlan(
        History history,
        RestoreTarget target,
        RestorePoint point,
        Snapshot snapshot,
        List<Segment> segments,
        OptionalLong stopAt,
        boolean cutsSnapshotIndex,
        List<String> remarks) {
    public RestorePlan {
        segments = List.copyOf(segments);
        remarks = List.copyOf(remarks);
    }

    /// How many bytes of objects will be read.
    public long readBytes() {
        return snapshot.sizeBytes()
                + segments.stream().mapToLong(Segment::sizeBytes).sum();
    }
}
