package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A way from a snapshot to a goal, or why there is none.
sealed interface Route {
    /// `avoided` are sentences about better snapshots that could not be used.
    record Open(Snapshot snapshot, List<Segment> segments, List<String> avoided) implements Route {
        GenerationsPlan plan(History history, RestoreTarget target, Goal goal) {
            List<String> remarks = new ArrayList<>(goal.remarks());
            remarks.addAll(avoided);
            boolean cuts = goal.cutsItsIndex() && snapshot.index() == goal.walIndex();
            return new GenerationsPlan(history, target, goal.point(), snapshot, segments, goal.stopAt(), cuts, remarks);
        }
    }

    /// `gap` is what stands in the way from the best snapshot; without it there is no snapshot to start from.
    record Closed(Optional<Gap> gap) implements Route {
        Problem problem(History history, Goal goal) {
            return gap.map(Closed::describe).orElseGet(() -> noSnapshot(goal)).withDetail("in " + history.location());
        }

        private static Problem describe(Gap gap) {
            ProblemCode code = gap.missing() ? ProblemCode.BROKEN_CHAIN : ProblemCode.DAMAGED_OBJECT;
            return Problem.of(code, gap.key() + ": " + gap.reason())
                    .withObjects(List.of(gap.key()))
                    .at(gap.at());
        }

        private static Problem noSnapshot(Goal goal) {
            String generation = "generation " + goal.generation().id();
            List<Snapshot> snapshots = goal.generation().snapshots();
            if (snapshots.isEmpty()) {
                return Problem.of(ProblemCode.BROKEN_CHAIN, generation + ": it has no snapshot to start from");
            }
            String first =
                    String.format(Locale.ROOT, "%08x", snapshots.getFirst().index());
            return Problem.of(
                            ProblemCode.OUT_OF_RANGE,
                            String.format(
                                    Locale.ROOT,
                                    "%s: no snapshot at or before index %08x",
                                    generation,
                                    goal.walIndex()))
                    .withDetail("its first snapshot has index " + first)
                    .withIndex(goal.walIndex());
        }
    }

    /// The way from the best snapshot that has one.
    ///
    /// The best is the one with the highest index, whatever its time (pitfall P21): it stands before its index
    /// and the whole index is replayed. Only where the goal lies inside an index the snapshot of that same index
    /// comes last, because it may hold pages that are newer than the goal (pitfalls P5 and P6).
    static Route to(History history, Goal goal) {
        Comparator<Snapshot> best = Comparator.comparing(
                        (Snapshot each) -> goal.cutsItsIndex() && each.index() == goal.walIndex())
                .thenComparing(Comparator.comparingInt(Snapshot::index).reversed());
        List<Snapshot> bases = goal.generation().snapshots().stream()
                .filter(each -> each.index() <= goal.walIndex())
                .sorted(best)
                .toList();
        Optional<Gap> first = Optional.empty();
        List<String> avoided = new ArrayList<>();
        for (Snapshot base : bases) {
            List<Segment> segments = between(base, goal);
            Optional<Gap> gap = gap(history, base, goal, segments);
            if (gap.isEmpty()) {
                return new Open(base, segments, avoided);
            }
            avoided.add("not restored from " + base.key() + ": " + because(base, gap.get()));
            first = first.or(() -> gap);
        }
        return new Closed(first);
    }

    private static String because(Snapshot base, Gap gap) {
        return gap.key().equals(base.key()) ? gap.reason() : gap.key() + ": " + gap.reason();
    }

    private static List<Segment> between(Snapshot base, Goal goal) {
        return goal.generation().segments().stream()
                .filter(each -> each.index() >= base.index() && isIncluded(each, goal))
                .toList();
    }

    private static boolean isIncluded(Segment segment, Goal goal) {
        return segment.index() < goal.walIndex()
                || segment.index() == goal.walIndex()
                        && goal.lastSegment()
                                .map(last -> segment.offset() <= last.offset())
                                .orElse(false);
    }

    private static Optional<Gap> gap(History history, Snapshot base, Goal goal, List<Segment> segments) {
        String damage = history.damage().get(base.key());
        if (damage != null) {
            return Optional.of(new Gap(base.position(), base.key(), damage, false));
        }
        return Tiling.firstGap(history, goal.generation(), base.index(), segments)
                .or(() -> missingEnd(history, base, goal, segments));
    }

    /// A snapshot stands at the end of the index before it: an older snapshot leads there only if that index is
    /// there.
    private static Optional<Gap> missingEnd(History history, Snapshot base, Goal goal, List<Segment> segments) {
        int reached = segments.isEmpty() ? base.index() - 1 : segments.getLast().index();
        if (goal.lastSegment().isPresent() || reached >= goal.walIndex() - 1) {
            return Optional.empty();
        }
        Position at = Position.ofSnapshot(goal.generation().id(), reached + 1);
        String reason = String.format(Locale.ROOT, "WAL index %08x is missing", reached + 1);
        return Optional.of(new Gap(at, history.names().segment(at), reason, true));
    }
}
