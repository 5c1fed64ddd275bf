package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a run does next. Pure: the same machine runs under a screen, under a command and unattended.
///
/// An intent is appended before its act, the result after it; the worker keeps that order (RB-1). Orders and
/// answers take effect at the next safe place, which is between two steps or at a question.
public final class RunMachine {
    public static final String PAUSE = "pause";
    public static final String CONTINUE = "continue";
    public static final String UNDO = "undo";
    public static final String ABORT = "abort";
    public static final String RETRY = "retry";
    public static final String SKIP = "skip";
    public static final String AGAIN = "again";
    public static final String GO_ON = "go-on";

    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();
    private RunModel model;

    private RunMachine(RunModel model, Instant now) {
        this.model = model;
        this.now = now;
    }

    public static Next next(RunModel model, Event event, Instant now) {
        RunMachine machine = new RunMachine(model, now);
        machine.on(event);
        return new Next(machine.model, machine.effects);
    }

    /// Why `answer` cannot be taken now; empty where it can.
    public static Optional<Problem> refusal(RunModel model, Answer answer) {
        if (model.question().isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.UNSAFE, "this run asks nothing now")
                    .withDetail("it is " + model.state().name().toLowerCase(java.util.Locale.ROOT)));
        }
        Question open = model.question().get();
        if (open.number() != answer.question()) {
            return Optional.of(Problem.of(
                    ProblemCode.UNSAFE,
                    "question " + answer.question() + " is no longer open, the run asks question " + open.number()));
        }
        Optional<Question.Choice> choice = open.choice(answer.choice());
        if (choice.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.USAGE, "no such choice: " + answer.choice())
                    .withDetail("choices: "
                            + String.join(
                                    ", ",
                                    open.choices().stream()
                                            .map(Question.Choice::id)
                                            .toList())));
        }
        boolean needsName = open.nameToType().isPresent() && !choice.get().safe();
        if (needsName && !open.nameToType().get().equals(answer.typed())) {
            return Optional.of(Problem.of(
                    ProblemCode.NEEDS_CONFIRMATION,
                    "this needs the name of the database, in exact case: "
                            + open.nameToType().get()));
        }
        return Optional.empty();
    }

    /// Why an order cannot be taken now; empty where it can.
    public static Optional<Problem> refusal(RunModel model, Event.Order order) {
        boolean asks = model.state() == RunState.ASKING && order.what().equals(CONTINUE);
        boolean undoing = model.orders().undo()
                && !order.what().equals(CONTINUE)
                && !order.what().equals(PAUSE);
        if (asks) {
            return Optional.of(Problem.of(ProblemCode.NEEDS_CONFIRMATION, "this run waits for an answer"));
        }
        return undoing
                ? Optional.of(Problem.of(ProblemCode.UNSAFE, "this run is being undone already"))
                : Optional.empty();
    }

    private void on(Event event) {
        switch (event) {
            case Event.Took took -> took(took);
            case Event.Prepared prepared -> prepared(prepared.step(), prepared.preparation());
            case Event.Ended ended -> ended(ended.step(), ended.outcome());
            case Event.UndoEnded undone -> undoEnded(undone.step(), undone.outcome());
            case Event.Noted noted -> append(new Entry.Found(now, noted.step(), noted.kind(), noted.text()));
            case Event.Answered answered -> answered(answered.answer());
            case Event.Order order -> ordered(order);
        }
    }

    private void took(Event.Took took) {
        append(took.attached());
        took.order().ifPresent(order -> append(new Entry.Answered(now, 0, order.what(), "", order.who())));
        if (model.state().isEnded()) {
            effects.add(new Effect.Close());
        } else if (model.orders().undo() || agreesWithTheWorld(took)) {
            proceed();
        }
    }

    /// Takes over what the world says about open steps; false where a person has been asked.
    private boolean agreesWithTheWorld(Event.Took took) {
        boolean again = took.order().map(order -> order.what().equals(AGAIN)).orElse(false);
        for (StepId step : model.script().steps()) {
            Standing standing = took.standings().get(step);
            boolean doneAnew = again && model.step(step).status() == StepRecord.Status.STARTED;
            if (standing != null && !doneAnew && !agrees(model.step(step), standing)) {
                return false;
            }
        }
        return true;
    }

    private boolean agrees(StepRecord step, Standing standing) {
        boolean open = step.status() == StepRecord.Status.STARTED;
        switch (standing) {
            case Standing.Done done
            when open -> append(new Entry.StepDone(now, step.step(), done.post(), done.summary()));
            case Standing.Done _ -> {}
            case Standing.NotDone found
            when open ->
                append(new Entry.Found(now, step.step(), Evidence.Kind.FACT, "after the interruption: " + found.why()));
            case Standing.NotDone found -> ask(step.step(), RunQuestions.differs(step, found.why()));
            case Standing.Unknown found -> ask(step.step(), RunQuestions.differs(step, found.why()));
        }
        return model.question().isEmpty();
    }

    private void prepared(StepId step, Preparation preparation) {
        switch (preparation) {
            case Preparation.Ready ready -> {
                String key = step + "#" + (model.step(step).attempt() + 1);
                append(new Entry.StepStarted(now, step, key, ready.pre()));
                effects.add(new Effect.Act(step, model.answer()));
            }
            case Preparation.Ask ask -> ask(step, ask.question());
            case Preparation.Refused refused -> fail(step, refused.problem(), refused.maySkip());
        }
    }

    private void ended(StepId step, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {
                append(new Entry.StepDone(now, step, done.post(), done.summary()));
                proceed();
            }
            case Outcome.Ask ask -> ask(step, ask.question());
            case Outcome.Failed failed -> fail(step, failed.problem(), failed.maySkip());
            case Outcome.Redo redo -> {
                append(new Entry.StepFailed(now, step, redo.why(), Optional.of(redo.from()), redo.post()));
                proceed();
            }
        }
    }

    private void fail(StepId step, Problem problem, boolean maySkip) {
        append(new Entry.StepFailed(now, step, problem, Optional.empty(), new JsonObject()));
        ask(step, RunQuestions.failed(step, problem, maySkip));
    }

    private void undoEnded(StepId step, UndoOutcome outcome) {
        switch (outcome) {
            case UndoOutcome.Undone undone -> {
                append(new Entry.Undone(now, step, undone.text()));
                proceed();
            }
            case UndoOutcome.Failed failed -> {
                append(new Entry.Found(
                        now, step, Evidence.Kind.PROBLEM, failed.problem().message()));
                ask(step, RunQuestions.undoFailed(step, failed.problem()));
            }
        }
    }

    private void ask(StepId step, QuestionDraft draft) {
        Question question = draft.numbered(model.lastQuestion() + 1, now);
        append(new Entry.Asked(now, step, question));
        givenBeforehand(model.script(), question).ifPresent(this::answered);
    }

    /// The answer that was given to `question` before the run began; nothing where a person has to be asked.
    public static Optional<Answer> givenBeforehand(Script script, Question question) {
        Actor who = new Actor(script.actor() + ", beforehand", "", "");
        return question.choices().stream()
                .filter(choice -> isCovered(script, question) && !choice.safe())
                .findFirst()
                .map(choice -> new Answer(
                        question.number(), choice.id(), question.nameToType().orElse(""), who));
    }

    /// Consent covers what it was given for and never a doubt.
    private static boolean isCovered(Script script, Question question) {
        return switch (question.kind()) {
            case NO_REASON -> script.consent().yes();
            case PLACE ->
                question.nameToType().isPresent()
                        && question.nameToType().equals(script.consent().confirm());
            case ANOTHER_POINT, FAILED, LOST, DIFFERS -> false;
        };
    }

    private void answered(Answer answer) {
        if (refusal(model, answer).isPresent()) {
            return;
        }
        StepId step = model.asking().orElseThrow();
        append(new Entry.Answered(now, answer.question(), answer.choice(), answer.typed(), answer.who()));
        switch (answer.choice()) {
            case UNDO, ABORT -> {
                append(new Entry.Answered(now, 0, answer.choice(), "", answer.who()));
                proceed();
            }
            case AGAIN -> {
                Problem why = Problem.of(ProblemCode.UNSAFE, "done again as " + answer.who() + " decided");
                append(new Entry.StepFailed(now, step, why, Optional.of(step), new JsonObject()));
                proceed();
            }
            case RETRY, SKIP, GO_ON -> proceed();
            default -> goOn(step);
        }
    }

    /// The step that asked hears the answer where it asked.
    private void goOn(StepId step) {
        effects.add(
                model.step(step).status() == StepRecord.Status.STARTED
                        ? new Effect.Act(step, model.answer())
                        : new Effect.Prepare(step, model.answer()));
    }

    private void ordered(Event.Order order) {
        if (refusal(model, order).isPresent()) {
            return;
        }
        boolean idle = model.state() != RunState.WORKING && model.state() != RunState.UNDOING;
        boolean waitsOnly = order.what().equals(PAUSE);
        append(new Entry.Answered(now, 0, order.what(), "", order.who()));
        if (idle && !waitsOnly) {
            proceed();
        }
    }

    private void proceed() {
        if (model.orders().pause()) {
            append(new Entry.Paused(now, model.current().map(StepId::text).orElse("")));
        } else if (model.orders().undo()) {
            undoNext();
        } else if (model.orders().abort()) {
            append(new Entry.Aborted(now, "nothing more is done; what was saved stays where it is"));
            effects.add(new Effect.Close());
        } else {
            model.current()
                    .ifPresentOrElse(
                            step -> effects.add(new Effect.Prepare(step, model.answer())),
                            () -> finish(RunState.DONE, "done"));
        }
    }

    private void undoNext() {
        model.steps().values().stream()
                .filter(StepRecord::touched)
                .reduce((_, later) -> later)
                .ifPresentOrElse(
                        last -> effects.add(new Effect.Undo(last.step())),
                        () -> finish(RunState.UNDONE, "everything that this run did is taken back"));
    }

    private void finish(RunState state, String text) {
        append(new Entry.Finished(now, state, text));
        effects.add(new Effect.Close());
    }

    private void append(Entry entry) {
        model = model.with(entry);
        effects.add(new Effect.Append(entry));
    }
}
