package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.util.List;

/// One typed step (RB-2). A worker calls `prepare`, then `act`; after an interruption a new worker calls `observe`
/// and, unless the step turns out to be done, `prepare` and `act` again. So an act may find any part of itself done
/// already, and `undo` may find nothing, a part, or all of it.
///
/// A step looks at the world for what is there and at the model for what earlier steps found. What it throws becomes
/// a failed step: a [dev.lifeboat.engine.ProblemException] with its problem, an `IOException` with its message.
public interface Step {
    /// What the step would do. Looks, changes nothing.
    StepPlan plan(PlanContext context) throws IOException;

    Preparation prepare(StepContext context) throws IOException;

    Outcome act(StepContext context) throws IOException;

    Standing observe(StepContext context) throws IOException;

    UndoOutcome undo(StepContext context) throws IOException;

    /// What a look at the world finds just now of what this step works on, beside what the journal remembers (tui.md
    /// 6.10). Looks at names, sizes and states; reads no file through and changes nothing.
    default List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        return List.of();
    }

    /// What is safe while the step is at work or waits, as one sentence; whoever shows it says "safe now"
    /// before it.
    String safeNow(RunPlan plan, RunModel model);

    /// What `undo` would do.
    String undoText(RunPlan plan, RunModel model);
}
