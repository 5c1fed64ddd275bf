package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Finds points to offer instead of one that cannot be had, and tries each before it is offered: whoever reads
/// the offer is in no state to be disappointed twice.
final class NearestSearch {
    /// Each try is a restore of its own; with doubling steps this many reach back over thousands of points.
    private static final int MOST_TRIALS = 24;

    private final Trial trial;
    private final Path scratch;
    private History history;
    private int trials;

    NearestSearch(Trial trial, Path scratch, History history) {
        this.trial = trial;
        this.scratch = scratch;
        this.history = history;
    }

    Nearest around(RestorePoint point) throws IOException {
        return new Nearest(closest(point, RestorePlanner::before), closest(point, RestorePlanner::after));
    }

    /// The closest good points to the two that names alone suggest.
    Nearest confirmed(Nearest suggested) throws IOException {
        return new Nearest(
                confirmed(suggested.before(), RestorePlanner::before),
                confirmed(suggested.after(), RestorePlanner::after));
    }

    private Optional<RestorePoint> confirmed(
            Optional<RestorePoint> suggested, BiFunction<History, RestorePoint, Stream<RestorePoint>> further)
            throws IOException {
        if (suggested.isEmpty()) {
            return Optional.empty();
        }
        Optional<RestorePoint> good = tried(suggested.get());
        return good.isPresent() ? good : closest(suggested.get(), further);
    }

    /// One after the other at first, because a hole or a damaged object is stepped over by the planner; in
    /// doubling steps once assembled files turn out unsound, and then back by halves towards the closest sound
    /// one.
    private Optional<RestorePoint> closest(
            RestorePoint point, BiFunction<History, RestorePoint, Stream<RestorePoint>> direction) throws IOException {
        trials = 0;
        int next = 0;
        int bad = -1;
        while (trials < MOST_TRIALS) {
            History known = history;
            List<RestorePoint> candidates =
                    direction.apply(history, point).limit(next + 1L).toList();
            if (candidates.size() <= bad + 1) {
                return Optional.empty();
            }
            int at = Math.min(next, candidates.size() - 1);
            Optional<RestorePoint> good = tried(candidates.get(at));
            if (good.isPresent()) {
                return back(candidates, bad, at, good.get());
            }
            if (known == history) {
                bad = at;
                next = 2 * at + 1;
            }
        }
        return Optional.empty();
    }

    private Optional<RestorePoint> back(List<RestorePoint> candidates, int tooClose, int known, RestorePoint found)
            throws IOException {
        int bad = tooClose;
        int good = known;
        RestorePoint best = found;
        while (good - bad > 1 && trials < MOST_TRIALS) {
            int middle = (bad + good) / 2;
            Optional<RestorePoint> closer = tried(candidates.get(middle));
            good = closer.isPresent() ? middle : good;
            bad = closer.isPresent() ? bad : middle;
            best = closer.orElse(best);
        }
        return Optional.of(best);
    }

    /// The exact commit that `point` leads to, if it assembles and passes its checks. What the try teaches is
    /// kept.
    private Optional<RestorePoint> tried(RestorePoint point) throws IOException {
        trials++;
        RestoreTarget target = new RestoreTarget.AtPoint(point.place());
        History known = trial.backup().learn(history, target);
        if (!(RestorePlanner.plan(known, target) instanceof PlanOutcome.Planned(RestorePlan plan))) {
            return Optional.empty();
        }
        try {
            return point(trial.tryOut(plan, scratch));
        } catch (Room.NoRoomException _) {
            return Optional.empty();
        }
    }

    private Optional<RestorePoint> point(Trial.Result result) {
        return switch (result) {
            case Trial.Result.Good good -> Optional.of(good.point());
            case Trial.Result.Broken(History learned) -> {
                history = learned;
                yield Optional.empty();
            }
            case Trial.Result.NotACommit _, Trial.Result.SnapshotAhead _, Trial.Result.Unsound _ -> Optional.empty();
        };
    }
}
