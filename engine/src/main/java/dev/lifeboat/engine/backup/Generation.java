package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
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
        Instant[] ceilings = ceilings(sorted);
        List<Segment> ordered = new ArrayList<>(sorted.size());
        Instant latest = Instant.MIN;
        for (int i = 0; i < sorted.size(); i++) {
            Segment segment = sorted.get(i);
            latest = later(latest, segment.committedAt().orElse(earlier(segment.storedAt(), ceilings[i])));
            boolean followed = i + 1 < sorted.size() && sorted.get(i + 1).index() == segment.index();
            boolean takesNext = segment.end().isEmpty() && followed;
            ordered.add(segment.at(takesNext ? OptionalLong.of(sorted.get(i + 1).offset()) : segment.end(), latest));
        }
        return List.copyOf(ordered);
    }

    /// For each the earliest commit time that is known of those behind it: a storage time may be no later.
    private static Instant[] ceilings(List<Segment> sorted) {
        Instant[] ceilings = new Instant[sorted.size()];
        Instant earliest = Instant.MAX;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            earliest = earlier(earliest, sorted.get(i).committedAt().orElse(Instant.MAX));
            ceilings[i] = earliest;
        }
        return ceilings;
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
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
