package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;

/// How an act ended.
public sealed interface Outcome {
    /// `post` is what later steps, the report and the undo need; `summary` is one line for a person.
    record Done(JsonObject post, String summary) implements Outcome {}

    /// A person decides; the act is called again with the answer.
    record Ask(QuestionDraft question) implements Outcome {}

    /// `maySkip`: the run can do without this step.
    record Failed(Problem problem, boolean maySkip) implements Outcome {}

    /// This attempt is given up and the run goes on from an earlier step, which reads `post` of this one.
    record Redo(StepId from, JsonObject post, Problem why) implements Outcome {}
}
