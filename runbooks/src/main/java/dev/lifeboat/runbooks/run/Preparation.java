package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;

/// What a step found before it acts: its precondition (RB-2).
public sealed interface Preparation {
    /// The act may begin; `pre` is the state it begins from and goes into the journal with the intent (RB-1).
    record Ready(JsonObject pre) implements Preparation {}

    /// A person decides first.
    record Ask(QuestionDraft question) implements Preparation {}

    /// `maySkip`: the run can do without this step.
    record Refused(Problem problem, boolean maySkip) implements Preparation {}
}
