package dev.lifeboat.runbooks.local;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.steps.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is found just now of a run whose worker is gone: live files, saved set, copy, services, replicator (tui.md
/// 6.10). The newest step first, because the live files are what a person asks about first.
///
/// An answer holds for some seconds: a screen paints a list of runs often, and a look asks services by their commands.
final class FreshLook {
    private static final Duration HOLDS = Duration.ofSeconds(5);

    private final Map<StepId, Step> steps;
    private final Clock clock;
    private final Map<RunId, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Instant at, RunModel model, List<Fact> facts) {}

    FreshLook(Map<StepId, Step> steps, Clock clock) {
        this.steps = Map.copyOf(steps);
        this.clock = clock;
    }

    List<Fact> at(RunPlan plan, RunModel model) {
        return seen.compute(plan.run(), (_, last) -> last == null || isOld(last, model) ? look(plan, model) : last)
                .facts();
    }

    /// A run that went on and was lost again is another one to look at.
    private boolean isOld(Seen last, RunModel model) {
        return !last.model().equals(model) || last.at().plus(HOLDS).isBefore(clock.instant());
    }

    private Seen look(RunPlan plan, RunModel model) {
        List<Fact> facts = new ArrayList<>();
        for (StepId id : model.script().steps().reversed()) {
            Step step = steps.get(id);
            if (step != null) {
                facts.addAll(look(step, id, plan, model));
            }
        }
        return new Seen(clock.instant(), model, List.copyOf(facts));
    }

    private static List<Fact> look(Step step, StepId id, RunPlan plan, RunModel model) {
        try {
            return step.found(plan, model);
        } catch (IOException | UncheckedIOException | ProblemException e) {
            return List.of(new Fact(id.text(), "cannot be looked at: " + e.getMessage()));
        }
    }
}
