package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One generation of a replica: its snapshots by index and its segments by index and offset. Has at least one of
/// either.
public record Generation(GenerationId id, List<Snapshot> snapshots, List<Segment> segments) {
    private static final Comparator<Segment> ORDER =
            Comparator.comparingInt(Segment::index).thenComparingLong(Segment::offset);

    public Generation {
        if (snapshots.isEmpty() && segments.isEmpty()) {
            throw new IllegalArgumentException("generation without any object: " + id);
        }
        snapshots = snapshots.stream()
                .sorted(Comparator.comparingInt(Snapshot::index))
                .toList();
        segments = inOrder(segments);
    }

    /// Sorted by number, never as a store lists them (pitfall P2); times made to run forward; ends that are not
    /// known yet taken from the next segment of the same index.
    private static List<Segment> inOrder(List<Segment> unordered) {
        List<Segment> sorted = unordered.stream().sorted(ORDER).toList();
        List<Segment> ordered = new ArrayList<>(sorted.size());
        Instant latest = Instant.MIN;
        for (int i = 0; i < sorted.size(); i++) {
            Segment segment = sorted.get(i);
            latest = segment.storedAt().isAfter(latest) ? segment.storedAt() : latest;
            boolean followed = i + 1 < sorted.size() && sorted.get(i + 1).index() == segment.index();
            ordered.add(new Segment(
                    segment.key(),
                    segment.generation(),
                    segment.index(),
                    segment.offset(),
                    segment.end().isEmpty() && followed
                            ? java.util.OptionalLong.of(sorted.get(i + 1).offset())
                            : segment.end(),
                    segment.sizeBytes(),
                    segment.storedAt(),
                    latest));
        }
        return List.copyOf(ordered);
    }

    private Stream<Instant> times() {
        return Stream.concat(
                snapshots.stream().map(Snapshot::storedAt), segments.stream().map(Segment::storedAt));
    }

    /// When its first object was stored.
    public Instant created() {
        return times().min(Comparator.naturalOrder()).orElseThrow();
    }

    /// When its last object was stored.
    public Instant updated() {
        return times().max(Comparator.naturalOrder()).orElseThrow();
    }

    public TimeSource timeSource() {
        return segments.size() + snapshots.size() > 1 && times().distinct().count() == 1
                ? TimeSource.STORAGE_EQUAL
                : TimeSource.STORAGE;
    }

    /// Its points in the order of positions: each snapshot alone, and the end of each segment that holds a frame.
    public List<RestorePoint> points() {
        TimeSource source = timeSource();
        return Stream.concat(
                        snapshots.stream().map(snapshot -> snapshot.point(source)),
                        segments.stream().filter(Generation::holdsAFrame).map(segment -> segment.point(source)))
                .sorted(Comparator.comparing(RestorePoint::place, PointId.ORDER))
                .toList();
    }

    /// A segment may hold nothing but the header of its WAL (0.3 spec, section 1.3): that is no new state.
    private static boolean holdsAFrame(Segment segment) {
        return segment.end().isPresent() && segment.end().getAsLong() > 32;
    }

    /// The last segment of its index, as far as this replica holds it.
    public boolean endsIndex(Segment segment) {
        int at = segments.indexOf(segment);
        return at + 1 == segments.size() || segments.get(at + 1).index() != segment.index();
    }
}
