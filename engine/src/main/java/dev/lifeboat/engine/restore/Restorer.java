package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.fileset.Ownership;
import dev.lifeboat.engine.fileset.OwnershipChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Executes restore plans of one backup: assembles in a private directory, checks, and only then gives the file
/// its name (RS-1, RS-2, RS-3).
///
/// What turns out to be damaged or missing on the way is learned, and the same target planned again with that
/// knowledge: another snapshot may lead there. If none does, the refusal offers the nearest points, each tried
/// before it is offered.
public final class Restorer {
    private final Backup backup;
    private final OwnershipChange owner;

    public Restorer(Backup backup) {
        this(backup, OwnershipChange.none());
    }

    /// `owner` is what the configuration wants of the output, where that is not what its directory suggests.
    public Restorer(Backup backup, OwnershipChange owner) {
        this.backup = backup;
        this.owner = owner;
    }

    /// Is told of a file that is complete and proved, just before it gets its name. What it throws keeps the name
    /// from the file.
    @FunctionalInterface
    public interface Witness {
        void beforeTheName(RestoreOutcome.Restored restored) throws IOException;
    }

    /// Why nothing may be restored to `output`: it exists, or a side file of it does.
    public static Optional<Problem> occupied(Path output) {
        return new Output(output).occupied();
    }

    /// What restoring that plan to `output` would come to, as far as its first and last objects tell. Writes
    /// nothing.
    public Forecast forecast(RestorePlan first, Path output, RestoreOptions options) throws IOException {
        Staging.requireWritable(output);
        RestorePlan plan = first;
        while (true) {
            try {
                return new Forecaster(backup, options, output).of(plan);
            } catch (Room.NoRoomException e) {
                return new Forecast.Refused(e.problem(), Nearest.NONE);
            } catch (DamagedObjectException e) {
                History learned = backup.withEnds(plan.history().withDamage(e.key(), e.reason()));
                switch (RestorePlanner.plan(backup.learn(learned, plan.target()), plan.target())) {
                    case PlanOutcome.Planned(RestorePlan detour) -> plan = detour;
                    case PlanOutcome.NoPath(Problem problem, Nearest nearest) -> {
                        return new Forecast.Refused(problem, nearest);
                    }
                }
            }
        }
    }

    /// Restores to `output`, which must not exist. A refusal or a failure leaves nothing behind.
    public RestoreOutcome restore(RestorePlan plan, Path output, RestoreOptions options, EventSink events)
            throws IOException {
        return restore(plan, output, options, events, _ -> {});
    }

    /// The same before a witness.
    public RestoreOutcome restore(
            RestorePlan plan, Path output, RestoreOptions options, EventSink events, Witness witness)
            throws IOException {
        Output target = new Output(output);
        Optional<Problem> occupied = target.occupied();
        if (occupied.isPresent()) {
            return new RestoreOutcome.Refused(occupied.get(), Nearest.NONE);
        }
        try (Staging staging = Staging.beside(target.path())) {
            Path finished = staging.file("database");
            RestoreOutcome outcome = prepare(plan, finished, staging.file("trial"), options, events);
            if (!(outcome instanceof RestoreOutcome.Restored restored)) {
                return outcome;
            }
            Optional<Ownership> wanted = adopt(target, finished, events);
            witness.beforeTheName(restored.at(target.path()));
            Optional<Problem> taken = target.take(finished);
            if (taken.isPresent()) {
                return new RestoreOutcome.Refused(taken.get(), Nearest.NONE);
            }
            if (wanted.isPresent()) {
                wanted.get()
                        .differences(Ownership.of(target.path()))
                        .forEach(line -> events.accept(new EngineEvent.Warning(target.path() + ": its " + line)));
            }
            staging.keepAbove();
            return restored.at(target.path());
        } catch (Room.NoRoomException e) {
            return new RestoreOutcome.Refused(e.problem(), Nearest.NONE);
        }
    }

    /// The same without the last step: leaves the checked file at `staged`, in a directory that is the caller's
    /// and private.
    public RestoreOutcome stage(RestorePlan plan, Path staged, RestoreOptions options, EventSink events)
            throws IOException {
        Path scratch = staged.resolveSibling(staged.getFileName() + ".trial");
        try {
            return prepare(plan, staged, scratch, options, events);
        } catch (Room.NoRoomException e) {
            return new RestoreOutcome.Refused(e.problem(), Nearest.NONE);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /// Confirms the offers of a plan that could not be made, by trying them in a scratch directory beside
    /// `output`.
    public Nearest confirm(History history, Nearest suggested, Path output, RestoreOptions options) throws IOException {
        try (Staging staging = Staging.beside(output.toAbsolutePath())) {
            return new NearestSearch(new Trial(backup, options), staging.file("trial"), history).confirmed(suggested);
        }
    }

    /// Who restores as root for somebody else can fix an owner later; without the file there is nothing to fix.
    private Optional<Ownership> adopt(Output target, Path finished, EventSink events) {
        try {
            return Optional.of(target.adopt(finished, owner));
        } catch (IOException e) {
            events.accept(new EngineEvent.Warning("the owner of " + target.path() + " could not be set: " + e));
            return Optional.empty();
        }
    }

    private RestoreOutcome prepare(
            RestorePlan first, Path staged, Path scratch, RestoreOptions options, EventSink events) throws IOException {
        Trial trial = new Trial(backup, options);
        RestorePlan plan = first;
        History real = first.history();
        Optional<Trial.Result.Unsound> unsound = Optional.empty();
        while (true) {
            History learned;
            switch (trial.run(plan, staged, events)) {
                case Trial.Result.Good good -> {
                    return restored(plan, good, staged);
                }
                case Trial.Result.NotACommit(Optional<Position> before, Optional<Position> after) -> {
                    return notACommit(plan, before, after);
                }
                case Trial.Result.SnapshotAhead() -> {
                    Nearest nearest = new NearestSearch(trial, scratch, backup.withEnds(real)).around(plan.point());
                    return new RestoreOutcome.Refused(ahead(plan), nearest);
                }
                case Trial.Result.Broken(History found) -> {
                    learned = backup.withEnds(found);
                    real = unsound.isEmpty() ? learned : real;
                }
                case Trial.Result.Unsound result -> {
                    unsound = unsound.or(() -> Optional.of(result));
                    learned = backup.withEnds(plan.history())
                            .withDamage(base(plan), "what is assembled from it " + result.sentence());
                }
            }
            // Each round takes one object or one end out of the history, so this ends.
            learned = backup.learn(learned, plan.target());
            switch (RestorePlanner.plan(learned, plan.target())) {
                case PlanOutcome.Planned(RestorePlan detour) -> plan = detour;
                case PlanOutcome.NoPath(Problem problem, Nearest _) -> {
                    Problem said = unsound.map(result -> unsound(first, result)).orElse(problem);
                    Nearest nearest = new NearestSearch(trial, scratch, backup.withEnds(real)).around(first.point());
                    return new RestoreOutcome.Refused(said, nearest);
                }
            }
            plan.remarks().forEach(remark -> events.accept(new EngineEvent.Warning(remark)));
        }
    }

    /// What everything else is laid over.
    private static String base(RestorePlan plan) {
        return plan.objects().getFirst().key();
    }

    private static RestoreOutcome restored(RestorePlan plan, Trial.Result.Good good, Path staged) throws IOException {
        List<String> remarks = new ArrayList<>(plan.remarks());
        remarks.addAll(good.remarks());
        return new RestoreOutcome.Restored(
                plan, good.point(), staged, Files.size(staged), good.sha256(), good.pageSize(), good.checks(), remarks);
    }

    private static RestoreOutcome notACommit(RestorePlan plan, Optional<Position> before, Optional<Position> after) {
        RestorePoint asked = plan.point();
        Problem problem = Problem.of(ProblemCode.NO_SUCH_POINT, "no commit ends at " + asked.id())
                .at(asked.place())
                .withSafe("nothing was written");
        return new RestoreOutcome.Refused(problem, new Nearest(before.map(asked::at), after.map(asked::at)));
    }

    private static Problem ahead(RestorePlan plan) {
        return Problem.of(
                        ProblemCode.OUT_OF_RANGE,
                        base(plan) + ": it was taken after " + plan.point().id() + " and already holds later pages")
                .withDetail("no older snapshot leads to that point")
                .withObjects(List.of(base(plan)))
                .at(plan.point().place())
                .withSafe("nothing was written");
    }

    private static Problem unsound(RestorePlan plan, Trial.Result.Unsound result) {
        Problem problem = Problem.of(
                        ProblemCode.PROOF_FAILED,
                        "the database assembled for " + plan.point().id() + " " + result.sentence())
                .withSafe("nothing was written");
        for (String line : result.lines()) {
            problem = problem.withDetail(line);
        }
        return problem.at(plan.point().place());
    }
}
