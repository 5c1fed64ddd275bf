package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.time.Instant;
import java.util.Optional;

/// A record of the journal (tui.md 7.1). What is known of a run is the fold of its entries and nothing else.
public sealed interface Entry {
    Instant at();

    record Planned(Instant at, Actor who) implements Entry {}

    /// A worker took over. `method` is how it was set free of the terminal.
    record Attached(Instant at, long pid, String bootId, String processStart, String method) implements Entry {}

    /// The intent: written and synced before the act begins. `key` names this attempt of the step.
    record StepStarted(Instant at, StepId step, String key, JsonObject pre) implements Entry {}

    record Found(Instant at, StepId step, RunView.Evidence.Kind kind, String text) implements Entry {}

    record Asked(Instant at, StepId step, Question question) implements Entry {}

    /// `question` is 0 for orders that answer nothing: `pause`, `continue`, `undo`, `abort`.
    record Answered(Instant at, int question, String choice, String typed, Actor who) implements Entry {}

    record StepDone(Instant at, StepId step, JsonObject post, String summary) implements Entry {}

    /// With `redoFrom` the run goes on from there by itself, and `post` says what was learnt.
    record StepFailed(Instant at, StepId step, Problem problem, Optional<StepId> redoFrom, JsonObject post)
            implements Entry {}

    record Paused(Instant at, String where) implements Entry {}

    record Aborted(Instant at, String leaves) implements Entry {}

    record Undone(Instant at, StepId step, String text) implements Entry {}

    record Finished(Instant at, RunState state, String text) implements Entry {}
}
