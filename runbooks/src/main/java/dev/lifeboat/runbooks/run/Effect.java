package dev.lifeboat.runbooks.run;

import dev.lifeboat.runbooks.Answer;
import java.util.Optional;

/// What a worker has to do next, in the order of the list. An entry is on stable storage before the effect behind it
/// begins.
public sealed interface Effect {
    record Append(Entry entry) implements Effect {}

    /// Looks at the precondition; `answer` is what was said to the question of this step.
    record Prepare(StepId step, Optional<Answer> answer) implements Effect {}

    record Act(StepId step, Optional<Answer> answer) implements Effect {}

    record Undo(StepId step) implements Effect {}

    /// The run is over, or waits for a worker that somebody starts.
    record Close() implements Effect {}
}
