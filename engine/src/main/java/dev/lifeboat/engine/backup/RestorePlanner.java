package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds what to read for a target. Pure: the same history and target give the same answer, and nothing is read.
///
/// A hole is never crossed and a damaged object never used: if another snapshot leads to the same point, that way
/// is taken and said; else the answer is [PlanOutcome.NoPath] with the nearest points on both sides.
public final class RestorePlanner {
    private RestorePlanner() {}

    public static PlanOutcome plan(History history, RestoreTarget target) {
        return switch (TargetFinder.find(history, target)) {
            case TargetFinder.Answer.Nothing(Problem problem, Nearest nearest) ->
                new PlanOutcome.NoPath(problem.withSafe("nothing was written"), nearest);
            case TargetFinder.Answer.Found(Goal goal) -> plan(history, target, goal);
        };
    }

    private static PlanOutcome plan(History history, RestoreTarget target, Goal goal) {
        return switch (Route.to(history, goal)) {
            case Route.Open open -> new PlanOutcome.Planned(open.plan(history, target, goal));
            case Route.Closed closed ->
                new PlanOutcome.NoPath(
                        closed.problem(history, goal).withSafe("nothing was written"), around(history, goal.point()));
        };
    }

    private static Nearest around(History history, RestorePoint point) {
        return new Nearest(
                before(history, point).findFirst(), after(history, point).findFirst());
    }

    /// Points before `point` that can be planned, the closest first: those of its own generation by position,
    /// then those of other generations by time.
    public static Stream<RestorePoint> before(History history, RestorePoint point) {
        GenerationId own = point.position().generation();
        List<RestorePoint> points = history.points().reversed();
        return Stream.concat(
                        points.stream()
                                .filter(each -> isOf(each, own)
                                        && each.position().compareTo(point.position()) < 0
                                        && !each.time().isAfter(point.time()))
                                .sorted(Comparator.comparing(RestorePoint::position)
                                        .reversed()),
                        points.stream()
                                .filter(each -> !isOf(each, own) && !each.time().isAfter(point.time())))
                .filter(each -> canBePlanned(history, each));
    }

    /// Points after `point` that can be planned, the closest first.
    public static Stream<RestorePoint> after(History history, RestorePoint point) {
        GenerationId own = point.position().generation();
        List<RestorePoint> points = history.points();
        return Stream.concat(
                        points.stream()
                                .filter(each ->
                                        isOf(each, own) && each.position().compareTo(point.position()) > 0)
                                .sorted(Comparator.comparing(RestorePoint::position)),
                        points.stream()
                                .filter(each -> !isOf(each, own) && each.time().isAfter(point.time())))
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

    private static boolean isOf(RestorePoint point, GenerationId generation) {
        return point.position().generation().equals(generation);
    }

    private static boolean canBePlanned(History history, RestorePoint point) {
        return TargetFinder.at(history, point.position()) instanceof TargetFinder.Answer.Found(Goal goal)
                && Route.to(history, goal) instanceof Route.Open;
    }
}
