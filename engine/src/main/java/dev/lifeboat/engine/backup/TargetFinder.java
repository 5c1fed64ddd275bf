package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Turns what somebody asked for into a state of one generation, by names and times alone: whether it can be
/// reached is not its question. The rules are in docs/decisions/restore-targets.md.
final class TargetFinder {
    private TargetFinder() {}

    sealed interface Answer {
        record Found(Goal goal) implements Answer {}

        record Nothing(Problem problem, Nearest nearest) implements Answer {
            PlanOutcome outcome() {
                return new PlanOutcome.NoPath(problem.withSafe("nothing was written"), nearest);
            }
        }
    }

    static Answer find(History history, RestoreTarget target) {
        if (history.generations().isEmpty()) {
            return nothing(Problem.of(
                    ProblemCode.NO_SUCH_POINT, "there are no generations of Litestream 0.3 in " + history.location()));
        }
        return switch (target) {
            case RestoreTarget.Latest(Optional<GenerationId> id) -> latest(history, id);
            case RestoreTarget.AtTime(Instant time, Optional<GenerationId> id) -> atTime(history, time, id);
            case RestoreTarget.UpToIndex(int index, Optional<GenerationId> id) -> upToIndex(history, index, id);
            case RestoreTarget.AtPoint(Position position) -> at(history, position);
            case RestoreTarget.UpToTxid _, RestoreTarget.AtPoint(Txid _) ->
                throw new IllegalArgumentException("no target of the 0.3 format: " + target);
        };
    }

    /// The time of the state that the newest state, or the newest at or before a moment, is in this format.
    static Optional<Instant> time(History history, RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest _ ->
                Choice.current(history).stream().map(Generation::updated).max(Comparator.naturalOrder());
            case RestoreTarget.AtTime(Instant time, Optional<GenerationId> _) ->
                history.generations().stream()
                        .flatMap(each -> atTime(each, time).stream())
                        .map(goal -> goal.point().time())
                        .max(Comparator.naturalOrder());
            case RestoreTarget.UpToIndex _, RestoreTarget.UpToTxid _, RestoreTarget.AtPoint _ -> Optional.empty();
        };
    }

    private static Answer latest(History history, Optional<GenerationId> id) {
        return switch (Choice.newest(history, id)) {
            case Choice.One(Generation generation) -> new Answer.Found(end(generation));
            case Choice.Not(Problem problem) -> nothing(problem);
        };
    }

    /// The end of everything that is there. A snapshot behind all segments stands for itself (pitfall P10).
    private static Goal end(Generation generation) {
        int lastSnapshot = generation.snapshots().isEmpty()
                ? -1
                : generation.snapshots().getLast().index();
        if (generation.segments().isEmpty() || generation.segments().getLast().index() < lastSnapshot) {
            return Goal.of(generation, generation.snapshots().getLast());
        }
        return Goal.of(generation, generation.segments().getLast());
    }

    private static Answer atTime(History history, Instant time, Optional<GenerationId> id) {
        if (id.isPresent() && history.generation(id.get()).isEmpty()) {
            return nothing(Choice.unknown(history, id.get()));
        }
        List<Goal> found = history.generations().stream()
                .filter(each -> id.isEmpty() || each.id().equals(id.get()))
                .flatMap(each -> atTime(each, time).stream())
                .sorted(Comparator.comparing((Goal goal) -> goal.point().time()).reversed())
                .toList();
        if (found.isEmpty()) {
            return tooEarly(history, time, id);
        }
        Goal newest = found.getFirst();
        if (found.size() > 1
                && found.get(1).point().time().equals(newest.point().time())) {
            return nothing(
                    Choice.ambiguous(List.of(newest.generation(), found.get(1).generation())));
        }
        boolean exact = newest.point().time().equals(time);
        return new Answer.Found(exact ? newest : newest.remarking(Sentences.found(history, newest.point(), time)));
    }

    private static Optional<Goal> atTime(Generation generation, Instant time) {
        Optional<Segment> segment = generation.segments().reversed().stream()
                .filter(each -> !each.time().isAfter(time))
                .findFirst();
        Optional<Snapshot> snapshot = generation.snapshots().reversed().stream()
                .filter(each -> !each.time().isAfter(time))
                .findFirst();
        int index = snapshot.map(Snapshot::index).orElse(-1);
        return segment.filter(each -> each.index() >= index)
                .map(each -> Goal.of(generation, each))
                .or(() -> snapshot.map(each -> Goal.of(generation, each)));
    }

    /// In either format.
    static Answer.Nothing tooEarly(History history, Instant time, Optional<GenerationId> id) {
        Nearest nearest = RestorePlanner.around(
                history,
                time,
                point -> id.isEmpty()
                        || point.place() instanceof Position own
                                && own.generation().equals(id.get()));
        String within = id.map(only -> " in generation " + only).orElse("");
        Problem problem = Problem.of(ProblemCode.OUT_OF_RANGE, "no restore point at or before " + time + within);
        return new Answer.Nothing(
                nearest.after()
                        .map(after -> problem.withDetail("the oldest is " + after.time() + " (" + after.id() + ")"
                                + within + " in " + history.location()))
                        .orElse(problem),
                nearest);
    }

    private static Answer upToIndex(History history, int index, Optional<GenerationId> id) {
        return switch (Choice.newest(history, id)) {
            case Choice.One(Generation generation) -> upToIndex(history, generation, index);
            case Choice.Not(Problem problem) -> nothing(problem);
        };
    }

    private static Answer upToIndex(History history, Generation generation, int index) {
        Optional<Goal> goal = generation.segments().reversed().stream()
                .filter(each -> each.index() == index)
                .findFirst()
                .map(each -> Goal.of(generation, each))
                .or(() -> generation.snapshots().stream()
                        .filter(each -> each.index() == index)
                        .findFirst()
                        .map(each -> Goal.of(generation, each)));
        if (goal.isPresent()) {
            return new Answer.Found(goal.get());
        }
        Goal end = end(generation);
        String name = String.format(Locale.ROOT, "%08x", index);
        Position at = Position.ofSnapshot(generation.id(), index);
        Nearest nearest = around(history, generation, at);
        if (index > end.walIndex()) {
            return new Answer.Nothing(
                    Problem.of(ProblemCode.OUT_OF_RANGE, "generation " + generation.id() + " has no index " + name)
                            .withDetail(String.format(Locale.ROOT, "its last index is %08x", end.walIndex()))
                            .withIndex(index),
                    nearest);
        }
        String key = history.names().segment(at);
        return new Answer.Nothing(
                Problem.of(ProblemCode.BROKEN_CHAIN, key + ": WAL index " + name + " is missing")
                        .withObjects(List.of(key))
                        .withIndex(index),
                nearest);
    }

    /// The goal that a position names.
    static Answer at(History history, Position position) {
        Optional<Generation> generation = history.generation(position.generation());
        if (generation.isEmpty()) {
            return nothing(Choice.unknown(history, position.generation()));
        }
        Optional<Goal> goal =
                position.offset() == 0 ? snapshot(generation.get(), position) : inside(generation.get(), position);
        return goal.<Answer>map(Answer.Found::new)
                .orElseGet(() -> new Answer.Nothing(
                        Problem.of(ProblemCode.NO_SUCH_POINT, "there is no restore point " + position)
                                .withPlace(position.index(), position.offset()),
                        around(history, generation.get(), position)));
    }

    private static Optional<Goal> snapshot(Generation generation, Position position) {
        return generation.snapshots().stream()
                .filter(each -> each.index() == position.index())
                .findFirst()
                .map(each -> Goal.of(generation, each));
    }

    private static Optional<Goal> inside(Generation generation, Position position) {
        return generation.segments().reversed().stream()
                .filter(each -> each.index() == position.index() && each.offset() < position.offset())
                .findFirst()
                .filter(each -> position.offset() <= each.end().orElse(Long.MAX_VALUE))
                .map(each -> Goal.of(generation, each))
                .map(goal -> goal.point().place().equals(position)
                        ? goal
                        : goal.stoppingAt(position.offset()).at(goal.point().at(position)));
    }

    /// The closest points on both sides of a position that no object covers. It has the time of what was stored
    /// before it.
    private static Nearest around(History history, Generation generation, Position position) {
        Instant time = generation.points().stream()
                .filter(each -> PointId.ORDER.compare(each.place(), position) < 0)
                .map(RestorePoint::time)
                .max(Comparator.naturalOrder())
                .orElse(generation.created());
        RestorePoint place = new RestorePoint(position, time, generation.timeSource(), 0, RestorePoint.Kind.COMMIT);
        return new Nearest(
                RestorePlanner.before(history, place).findFirst(),
                RestorePlanner.after(history, place).findFirst());
    }

    private static Answer nothing(Problem problem) {
        return new Answer.Nothing(problem, Nearest.NONE);
    }
}
