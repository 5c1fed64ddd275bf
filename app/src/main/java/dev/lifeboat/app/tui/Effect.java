package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;

/// Something that `update` wants to be done outside of the model. Its answer comes back as a message with `request`.
public sealed interface Effect {
    /// A piece of work on a virtual thread that answers once.
    sealed interface Work extends Effect {
        long request();
    }

    record Look(long request) implements Work {}

    record ListPoints(long request, String database) implements Work {}

    record ListRunbooks(long request) implements Work {}

    record PlanRun(long request, String runbook, String database, PointChoice point) implements Work {}

    /// The same as [PlanRun], to be shown in full: nothing is changed by it.
    record DryRun(long request, String runbook, String database, PointChoice point) implements Work {}

    record Report(long request, RunId run) implements Work {}

    /// What changes something: only a confirmation may ask for it (tui.md 5.1), except `Pause` and `Resume`, which
    /// take one another back.
    sealed interface Deed extends Work {}

    record StartRun(long request, RunPlan plan) implements Deed {}

    record AnswerRun(long request, RunId run, int question, String choice, String typed) implements Deed {}

    record UndoRun(long request, RunId run) implements Deed {}

    record AbortRun(long request, RunId run) implements Deed {}

    record PauseRun(long request, RunId run) implements Work {}

    record ResumeRun(long request, RunId run) implements Work {}

    /// Follows this run and no other one.
    record Follow(RunId run) implements Effect {}

    record Unfollow() implements Effect {}

    /// To the calling shell; `fg` returns.
    record Suspend() implements Effect {}

    /// Paints every cell again.
    record Redraw() implements Effect {}

    record Quit() implements Effect {}
}
