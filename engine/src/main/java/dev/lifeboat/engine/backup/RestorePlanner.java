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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds what to read for a target. Pure: the same history and target give the same answer, and nothing is read.
///
/// The format is chosen by the target: a generation or an index means the 0.3 format, a transaction the LTX format.
/// Else the format whose newest matching state is newer is meant. A hole is never crossed and a damaged object never
/// used: if another way leads to the same point, that way is taken and said; else the answer is
/// [PlanOutcome.NoPath] with the nearest points on both sides.
public final class RestorePlanner {
    private RestorePlanner() {}

    public static PlanOutcome plan(History history, RestoreTarget target) {
        if (history.isEmpty()) {
            return no(
                    Problem.of(ProblemCode.NO_BACKUP, "no matching backups found")
                            .withDetail("nothing that belongs to a backup is in " + history.location()),
                    Nearest.NONE);
        }
        return switch (target) {
            case RestoreTarget.Latest(Optional<GenerationId> id) -> newest(history, target, id);
            case RestoreTarget.AtTime(Instant _, Optional<GenerationId> id) -> newest(history, target, id);
            case RestoreTarget.UpToIndex _ -> generations(history, target);
            case RestoreTarget.UpToTxid(Txid txid) -> LtxPlanner.plan(history, target, txid);
            case RestoreTarget.AtPoint(Position _) -> generations(history, target);
            case RestoreTarget.AtPoint(Txid txid) -> LtxPlanner.plan(history, target, txid);
        };
    }

    private static PlanOutcome newest(History history, RestoreTarget target, Optional<GenerationId> id) {
        Optional<Instant> inLtx = id.isPresent() ? Optional.empty() : LtxPlanner.time(history, target);
        Optional<Instant> inGenerations = TargetFinder.time(history, target);
        boolean isTooEarly = id.isEmpty() && inLtx.isEmpty() && inGenerations.isEmpty();
        if (isTooEarly && target instanceof RestoreTarget.AtTime at) {
            return TargetFinder.tooEarly(history, at.time(), id).outcome();
        }
        if (inLtx.isEmpty()) {
            return generations(history, target);
        }
        int order = inGenerations.map(inLtx.get()::compareTo).orElse(1);
        if (order == 0) {
            return no(equal(history, inLtx.get()), Nearest.NONE);
        }
        return order > 0 ? LtxPlanner.plan(history, target) : generations(history, target);
    }

    private static Problem equal(History history, Instant time) {
        return Problem.of(
                        ProblemCode.NO_SUCH_POINT,
                        "the storage times do not say which format holds the newest state: both end at " + time)
                .withDetail("in " + history.location() + "; it was perhaps copied without keeping times")
                .withDetail("name a generation, a transaction (-txid) or a point (--point)");
    }

    private static PlanOutcome generations(History history, RestoreTarget target) {
        return switch (TargetFinder.find(history, target)) {
            case TargetFinder.Answer.Nothing nothing -> nothing.outcome();
            case TargetFinder.Answer.Found(Goal goal) -> plan(history, target, goal);
        };
    }

    private static PlanOutcome plan(History history, RestoreTarget target, Goal goal) {
        return switch (Route.to(history, goal)) {
            case Route.Open open -> new PlanOutcome.Planned(open.plan(history, target, goal));
            case Route.Closed closed -> no(closed.problem(history, goal), around(history, goal.point()));
        };
    }

    private static PlanOutcome no(Problem problem, Nearest nearest) {
        return new PlanOutcome.NoPath(problem.withSafe("nothing was written"), nearest);
    }

    static Nearest around(History history, RestorePoint point) {
        return new Nearest(
                before(history, point).findFirst(), after(history, point).findFirst());
    }

    /// Points before `point` that can be planned, the closest first: those of its own generation, or of the LTX
    /// format, by place, then all others by time.
    public static Stream<RestorePoint> before(History history, RestorePoint point) {
        PointId own = point.place();
        List<RestorePoint> points = history.points().reversed();
        return Stream.concat(
                        points.stream()
                                .filter(each -> each.place().isOnLineOf(own)
                                        && PointId.ORDER.compare(each.place(), own) < 0
                                        && !each.time().isAfter(point.time()))
                                .sorted(Comparator.comparing(RestorePoint::place, PointId.ORDER)
                                        .reversed()),
                        points.stream()
                                .filter(each -> !each.place().isOnLineOf(own)
                                        && !each.time().isAfter(point.time())))
                .filter(each -> canBePlanned(history, each));
    }

    /// Points after `point` that can be planned, the closest first.
    public static Stream<RestorePoint> after(History history, RestorePoint point) {
        PointId own = point.place();
        List<RestorePoint> points = history.points();
        return Stream.concat(
                        points.stream()
                                .filter(each ->
                                        each.place().isOnLineOf(own) && PointId.ORDER.compare(each.place(), own) > 0)
                                .sorted(Comparator.comparing(RestorePoint::place, PointId.ORDER)),
                        points.stream()
                                .filter(each -> !each.place().isOnLineOf(own)
                                        && each.time().isAfter(point.time())))
                .filter(each -> canBePlanned(history, each));
    }

    /// The closest points on both sides of a moment.
    static Nearest around(History history, Instant time, Predicate<RestorePoint> among) {
        List<RestorePoint> points = history.points().stream().filter(among).toList();
        return new Nearest(
                points.reversed().stream()
                        .filter(each -> !each.time().isAfter(time) && canBePlanned(history, each))
                        .findFirst(),
                points.stream()
                        .filter(each -> each.time().isAfter(time) && canBePlanned(history, each))
                        .findFirst());
    }

    private static boolean canBePlanned(History history, RestorePoint point) {
        return switch (point.place()) {
            case Position position ->
                TargetFinder.at(history, position) instanceof TargetFinder.Answer.Found(Goal goal)
                        && Route.to(history, goal) instanceof Route.Open;
            case Txid txid -> LtxPlanner.canBePlanned(history, txid);
        };
    }
}
