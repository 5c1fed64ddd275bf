package dev.lifeboat.runbooks.rig;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import dev.lifeboat.runbooks.steps.PlanContext;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepContext;
import dev.lifeboat.runbooks.steps.StepPlan;
import java.io.IOException;
import java.util.List;

/// A step in a worker that may die before or after its act.
record MortalStep(String id, Step step, Death death) implements Step {
    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        return step.plan(context);
    }

    @Override
    public Preparation prepare(StepContext context) throws IOException {
        return step.prepare(context);
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        if (death.is(id, "before")) {
            death.now();
        }
        Outcome outcome = step.act(context);
        if (death.is(id, "after")) {
            death.now();
        }
        return outcome;
    }

    @Override
    public Standing observe(StepContext context) throws IOException {
        return step.observe(context);
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        if (death.is(id, "undo-before")) {
            death.now();
        }
        UndoOutcome outcome = step.undo(context);
        if (death.is(id, "undo-after")) {
            death.now();
        }
        return outcome;
    }

    @Override
    public List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        return step.found(plan, model);
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return step.safeNow(plan, model);
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return step.undoText(plan, model);
    }
}
