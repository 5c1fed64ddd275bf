package dev.lifeboat.engine.backup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Which state of which generation is meant: everything up to `lastSegment`, or the snapshot of `walIndex` alone
/// where there is none.
record Goal(
        Generation generation,
        int walIndex,
        Optional<Segment> lastSegment,
        OptionalLong stopAt,
        RestorePoint point,
        List<String> remarks) {
    static Goal of(Generation generation, Segment segment) {
        return new Goal(
                generation,
                segment.index(),
                Optional.of(segment),
                OptionalLong.empty(),
                segment.point(generation.timeSource()),
                List.of());
    }

    static Goal of(Generation generation, Snapshot snapshot) {
        return new Goal(
                generation,
                snapshot.index(),
                Optional.empty(),
                OptionalLong.empty(),
                snapshot.point(generation.timeSource()),
                List.of());
    }

    Goal stoppingAt(long offset) {
        return new Goal(generation, walIndex, lastSegment, OptionalLong.of(offset), point, remarks);
    }

    Goal at(RestorePoint exact) {
        return new Goal(generation, walIndex, lastSegment, stopAt, exact, remarks);
    }

    Goal remarking(String remark) {
        return new Goal(generation, walIndex, lastSegment, stopAt, point, List.of(remark));
    }

    /// Whether more of its WAL index is there than the goal includes.
    boolean cutsItsIndex() {
        return lastSegment
                .map(segment -> stopAt.isPresent() || !generation.endsIndex(segment))
                .orElse(false);
    }
}
