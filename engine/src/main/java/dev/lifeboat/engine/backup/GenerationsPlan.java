package dev.lifeboat.engine.backup;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A restore from a generation: a snapshot, then segments in order.
///
/// `stopAt` is the offset in the last segment's WAL index to stop at, where it is not its end.
/// `cutsSnapshotIndex` says that the target lies inside the snapshot's own index while more of that index exists:
/// then the snapshot may already hold newer pages than the target (pitfalls P5 and P6), and the restorer looks.
public record GenerationsPlan(
        History history,
        RestoreTarget target,
        RestorePoint point,
        Snapshot snapshot,
        List<Segment> segments,
        OptionalLong stopAt,
        boolean cutsSnapshotIndex,
        List<String> remarks)
        implements RestorePlan {
    public GenerationsPlan {
        segments = List.copyOf(segments);
        remarks = List.copyOf(remarks);
    }

    @Override
    public List<PlannedObject> objects() {
        return Stream.concat(
                        Stream.of(new PlannedObject(snapshot.key(), snapshot.sizeBytes())),
                        segments.stream().map(each -> new PlannedObject(each.key(), each.sizeBytes())))
                .toList();
    }
}
