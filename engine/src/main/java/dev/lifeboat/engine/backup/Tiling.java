package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether segments follow one another without hole or overlap: first offset 0, each next one where the one
/// before ends, no index left out (0.3 spec, sections 1.3 and 4.5; pitfall P7).
final class Tiling {
    private Tiling() {}

    /// What stands in the way of replaying `segments` from the beginning of WAL `firstIndex`.
    static Optional<Gap> firstGap(History history, Generation generation, int firstIndex, List<Segment> segments) {
        Position expected = Position.ofSnapshot(generation.id(), firstIndex);
        for (Segment segment : segments) {
            Optional<Gap> gap = gapBefore(history, expected, segment).or(() -> damage(history, segment));
            if (gap.isPresent()) {
                return gap;
            }
            expected = segment.position();
        }
        return Optional.empty();
    }

    /// `expected` is where the history stands; a new index may begin anywhere, because nothing but the next index
    /// says where one ends.
    static Optional<Gap> gapBefore(History history, Position expected, Segment segment) {
        boolean nothingYet = expected.offset() == 0;
        if (segment.index() > expected.index() + (nothingYet ? 0 : 1)) {
            int lost = expected.index() + (nothingYet ? 0 : 1);
            Position at = Position.ofSnapshot(expected.generation(), lost);
            return missing(history, at, String.format(java.util.Locale.ROOT, "WAL index %08x is missing", lost));
        }
        long offset = segment.index() == expected.index() ? expected.offset() : 0;
        Position at = new Position(expected.generation(), segment.index(), offset);
        if (segment.offset() > offset) {
            String before = offset == 0 ? "" : "the segment before it ends here, ";
            return missing(history, at, "it is missing: " + before + "the next begins at " + hex(segment.offset()));
        }
        if (segment.offset() < offset) {
            String reason =
                    "it begins at " + hex(segment.offset()) + ", but the segment before it ends at " + hex(offset);
            return Optional.of(new Gap(at, segment.key(), reason, false));
        }
        return Optional.empty();
    }

    private static Optional<Gap> missing(History history, Position at, String reason) {
        return Optional.of(new Gap(at, history.names().segment(at), reason, true));
    }

    static Optional<Gap> damage(History history, Segment segment) {
        Position at = new Position(segment.generation(), segment.index(), segment.offset());
        return Optional.ofNullable(history.damage().get(segment.key()))
                .map(reason -> new Gap(at, segment.key(), reason, false));
    }

    /// The snapshot that the first segments of `generation` need and that is not there.
    static Gap noSnapshot(History history, Generation generation) {
        Position at = Position.ofSnapshot(
                generation.id(), generation.segments().getFirst().index());
        String reason = generation.snapshots().isEmpty()
                ? "it is missing: generation " + generation.id() + " has no snapshot to start from"
                : "it is missing: no snapshot comes before index " + hex(at.index());
        return new Gap(at, history.names().snapshot(at), reason, true);
    }

    /// A generation without a snapshot, and every gap behind the first one: leftovers of an older index, which an
    /// interrupted retention leaves,
    /// are no history that anybody could restore (pitfall P3).
    static List<Gap> gaps(History history, Generation generation) {
        List<Gap> gaps = new ArrayList<>();
        for (Snapshot snapshot : generation.snapshots()) {
            String reason = history.damage().get(snapshot.key());
            if (reason != null) {
                gaps.add(new Gap(snapshot.position(), snapshot.key(), reason, false));
            }
        }
        if (generation.snapshots().isEmpty()) {
            return List.of(noSnapshot(history, generation));
        }
        int first = generation.snapshots().getFirst().index();
        Position expected = Position.ofSnapshot(generation.id(), first);
        for (Segment segment : generation.segments()) {
            if (segment.index() >= first) {
                gapBefore(history, expected, segment).ifPresent(gaps::add);
                damage(history, segment).ifPresent(gaps::add);
                expected = segment.position();
            }
        }
        return gaps;
    }

    private static String hex(long offset) {
        return String.format(java.util.Locale.ROOT, "%08x", offset);
    }
}
