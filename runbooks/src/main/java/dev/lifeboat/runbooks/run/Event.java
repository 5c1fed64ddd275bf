package dev.lifeboat.runbooks.run;

import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.RunView;
import java.util.Map;
import java.util.Optional;

/// Something that happened to a run and that the machine decides about.
public sealed interface Event {
    /// A worker took over. `standings` is what the world says of every step that the journal calls done or started;
    /// `order` is what it was started for beyond going on, such as [RunMachine#UNDO].
    record Took(Entry.Attached attached, Map<StepId, Standing> standings, Optional<Order> order) implements Event {}

    record Prepared(StepId step, Preparation preparation) implements Event {}

    record Ended(StepId step, Outcome outcome) implements Event {}

    record UndoEnded(StepId step, UndoOutcome outcome) implements Event {}

    record Noted(StepId step, RunView.Evidence.Kind kind, String text) implements Event {}

    record Answered(Answer answer) implements Event {}

    /// `what` is one of the machine's orders.
    record Order(String what, Actor who) implements Event {}
}
