package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what to read of the LTX format. The transaction is chosen first, by names and times alone, and only then it
/// is asked whether it can be reached: a hole or a damaged file never makes the answer an older state.
final class LtxPlanner {
    private LtxPlanner() {}

    /// The time of the state that a target means, as far as this format holds one for it.
    static Optional<Instant> time(History history, RestoreTarget target) {
        return newest(history.ltx().points(), target).map(RestorePoint::time);
    }

    private static List<RestorePoint> listed(History history) {
        return new LtxPoints(history.ltx().files()).all();
    }

    /// The transaction that a target would mean if every file could be made use of.
    static Optional<Txid> goal(History history, RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest(Optional<GenerationId> id)
            when id.isEmpty() -> newest(listed(history), target).map(point -> (Txid) point.place());
            case RestoreTarget.AtTime(Instant _, Optional<GenerationId> id)
            when id.isEmpty() -> newest(listed(history), target).map(point -> (Txid) point.place());
            case RestoreTarget.UpToTxid(Txid txid) -> Optional.of(txid);
            case RestoreTarget.AtPoint(Txid txid) -> Optional.of(txid);
            default -> Optional.empty();
        };
    }

    private static Optional<RestorePoint> newest(List<RestorePoint> points, RestoreTarget target) {
        return points.reversed().stream()
                .filter(point -> !(target instanceof RestoreTarget.AtTime at
                        && point.time().isAfter(at.time())))
                .findFirst();
    }

    /// The newest state, or the newest at or before a moment. The history holds one.
    static PlanOutcome plan(History history, RestoreTarget target) {
        RestorePoint point = newest(history.ltx().points(), target).orElseThrow();
        List<String> remarks = new ArrayList<>();
        if (target instanceof RestoreTarget.AtTime at) {
            Instant time = at.time();
            if (!point.time().equals(time)) {
                remarks.add(Sentences.found(history, point, time));
            }
            newest(listed(history), target)
                    .filter(listed -> !listed.place().equals(point.place()))
                    .ifPresent(listed -> remarks.add("transaction " + listed.place()
                            + " is closer, but compaction has left its state only together with later ones"));
            lostBehind(history, point).ifPresent(remarks::add);
        }
        return plan(history, target, point, remarks);
    }

    /// What follows the found state may have been from before the asked moment too, if it is not there any more.
    private static Optional<String> lostBehind(History history, RestorePoint point) {
        Txid found = (Txid) point.place();
        boolean isLast = found.equals(history.ltx().newest());
        boolean isCovered = history.ltx().files().stream().anyMatch(file -> file.covers(found.value() + 1));
        return isLast || isCovered
                ? Optional.empty()
                : Optional.of("transaction " + new Txid(found.value() + 1)
                        + ", which follows, is missing: a state closer to the asked moment may have been lost");
    }

    /// Exactly the state that `txid` left.
    static PlanOutcome plan(History history, RestoreTarget target, Txid txid) {
        if (history.ltx().isEmpty()) {
            return no(
                    Problem.of(
                                    ProblemCode.NO_SUCH_POINT,
                                    "there are no transactions of Litestream 0.5 in " + history.location())
                            .withTxid(txid),
                    Nearest.NONE);
        }
        Optional<RestorePoint> point = point(history, txid);
        return point.map(found -> plan(history, target, found, List.of())).orElseGet(() -> unavailable(history, txid));
    }

    /// Whether the point at `txid`, which the history has, can be reached.
    static boolean canBePlanned(History history, Txid txid) {
        return LtxRoute.to(history, txid) instanceof LtxRoute.Open;
    }

    private static Optional<RestorePoint> point(History history, Txid txid) {
        return history.ltx().points().stream()
                .filter(each -> each.place().equals(txid))
                .findFirst();
    }

    private static PlanOutcome plan(History history, RestoreTarget target, RestorePoint point, List<String> remarks) {
        return switch (LtxRoute.to(history, (Txid) point.place())) {
            case LtxRoute.Open(List<LtxFile> files, List<String> avoided) -> {
                List<String> all = new ArrayList<>(remarks);
                all.addAll(avoided);
                yield new PlanOutcome.Planned(new LtxPlan(history, target, point, files, all));
            }
            case LtxRoute.Closed closed -> no(closed.problem(history), RestorePlanner.around(history, point));
        };
    }

    private static PlanOutcome unavailable(History history, Txid txid) {
        Txid newest = history.ltx().newest();
        Nearest nearest = RestorePlanner.around(history, placeOf(history, txid));
        boolean isListed =
                history.ltx().files().stream().anyMatch(file -> file.max().equals(txid));
        if (isListed && LtxRoute.to(history, txid) instanceof LtxRoute.Closed closed) {
            return no(closed.problem(history), nearest);
        }
        if (txid.compareTo(newest) > 0) {
            Problem problem = Problem.of(ProblemCode.OUT_OF_RANGE, "there is no transaction " + txid)
                    .withDetail("the newest is " + newest + " in " + history.location());
            return no(problem.withTxid(txid), nearest);
        }
        Optional<LtxFile> around = history.ltx().files().stream()
                .filter(file -> file.covers(txid.value()))
                .findFirst();
        if (around.isPresent()) {
            LtxFile file = around.get();
            Problem problem = Problem.of(
                            ProblemCode.NO_SUCH_POINT,
                            file.key() + ": transaction " + txid + " lies inside it, and only its end can be restored")
                    .withObjects(List.of(file.key()));
            return no(problem.withTxid(txid), nearest);
        }
        String key = history.ltx().names().file(0, txid, txid);
        Problem problem = Problem.of(ProblemCode.BROKEN_CHAIN, key + ": it is missing, and no other file covers it")
                .withObjects(List.of(key));
        return no(problem.withTxid(txid), nearest);
    }

    /// A point where there is none, with the time of the one before it.
    private static RestorePoint placeOf(History history, Txid txid) {
        List<RestorePoint> points = history.ltx().points();
        Instant time = points.reversed().stream()
                .filter(each -> ((Txid) each.place()).compareTo(txid) < 0)
                .findFirst()
                .orElse(points.getFirst())
                .time();
        return new RestorePoint(txid, time, points.getFirst().timeSource(), 0, RestorePoint.Kind.COMMIT);
    }

    private static PlanOutcome no(Problem problem, Nearest nearest) {
        return new PlanOutcome.NoPath(problem.withSafe("nothing was written"), nearest);
    }
}
