package dev.lifeboat.runbooks.local;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunView.LineState;
import dev.lifeboat.runbooks.run.RunMachine;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord;
import dev.lifeboat.runbooks.run.StepRecord.Status;
import dev.lifeboat.runbooks.steps.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes the picture of a run from its plan, the fold of its journal, and whether a worker is alive. Only a lost run is
/// looked at in the world.
final class RunPicture {
    static final String LOST_CONTINUE = "continue";
    static final String LOST_AGAIN = "again";
    static final String LOST_DROP = "drop";

    private final RunPlan plan;
    private final RunModel model;
    private final Map<StepId, Step> steps;
    private final boolean alive;
    private final FreshLook look;

    RunPicture(RunPlan plan, RunModel model, Map<StepId, Step> steps, boolean alive, FreshLook look) {
        this.plan = plan;
        this.model = model;
        this.steps = steps;
        this.alive = alive;
        this.look = look;
    }

    RunView view(RunView.Work work, int watching, Path directory) {
        RunState state = state();
        List<RunView.Line> lines = plan.lines().stream().map(this::line).toList();
        return new RunView(
                plan.run(),
                plan.runbook().id(),
                plan.request().database().name(),
                plan.request().database().path(),
                plan.request().database().environment(),
                state,
                stateText(state),
                model.startedAt().orElse(Instant.EPOCH),
                model.endedAt(),
                downSince(),
                upSince(),
                current(state),
                lines,
                work,
                model.evidence(),
                question(state),
                safeNow(state),
                undoLines(),
                firstTouch(),
                watching,
                directory);
    }

    /// `lost` is concluded: somebody should be at work and nobody is (tui.md 7.2).
    private RunState state() {
        if (!alive && !model.state().isEnded()) {
            return RunState.LOST;
        }
        return isAboutToBeAnswered() ? RunState.WORKING : model.state();
    }

    /// Between the records of a question and of the answer that was given beforehand nobody is asked anything.
    private boolean isAboutToBeAnswered() {
        return model.question()
                .flatMap(question -> RunMachine.givenBeforehand(model.script(), question))
                .isPresent();
    }

    private Optional<Question> question(RunState state) {
        return switch (state) {
            case LOST -> Optional.of(lostQuestion());
            case WORKING -> Optional.empty();
            case PLANNED, ASKING, PAUSED, FAILED, UNDOING, UNDONE, ABORTED, DONE -> model.question();
        };
    }

    private String stateText(RunState state) {
        return switch (state) {
            case PLANNED -> "about to begin";
            case WORKING -> "working";
            case ASKING -> "waiting for you";
            case PAUSED -> "paused";
            case FAILED -> "failed, waiting for you";
            case LOST -> "worker gone";
            case UNDOING -> "being undone";
            case UNDONE, ABORTED, DONE -> model.lastWords();
        };
    }

    private int current(RunState state) {
        return state.isEnded() ? 0 : model.current().map(model.script()::lineOf).orElse(0);
    }

    private RunView.Line line(RunPlan.Line line) {
        List<StepRecord> records =
                line.steps().stream().map(id -> model.step(new StepId(id))).toList();
        LineState state = lineState(line.number(), records);
        boolean over = state == LineState.DONE || state == LineState.SKIPPED || state == LineState.UNDONE;
        return new RunView.Line(
                line.number(),
                line.title(),
                line.summary(),
                state,
                line.asksForName(),
                line.expected(),
                records.stream().flatMap(record -> record.startedAt().stream()).min(Instant::compareTo),
                over
                        ? records.stream()
                                .flatMap(record -> record.endedAt().stream())
                                .max(Instant::compareTo)
                        : Optional.empty());
    }

    private LineState lineState(int number, List<StepRecord> records) {
        if (all(records, Status.SKIPPED)) {
            return LineState.SKIPPED;
        }
        if (records.stream().allMatch(r -> r.status() == Status.DONE || r.status() == Status.SKIPPED)) {
            return LineState.DONE;
        }
        if (records.stream().anyMatch(r -> r.status() == Status.UNDONE)) {
            return LineState.UNDONE;
        }
        boolean current = model.current().map(model.script()::lineOf).orElse(0) == number;
        boolean begun = records.stream().anyMatch(StepRecord::touched);
        return current && !model.state().isEnded() ? currentState(begun) : begun ? LineState.PARTLY : LineState.WAITING;
    }

    private LineState currentState(boolean begun) {
        return switch (state()) {
            case ASKING -> LineState.ASKING;
            case FAILED -> LineState.FAILED;
            case WORKING -> LineState.WORKING;
            case PLANNED, PAUSED, LOST, UNDOING, UNDONE, ABORTED, DONE -> begun ? LineState.PARTLY : LineState.WAITING;
        };
    }

    private static boolean all(List<StepRecord> records, Status status) {
        return records.stream().allMatch(record -> record.status() == status);
    }

    private Optional<Instant> downSince() {
        StepRecord stop = model.step(new StepId("stop"));
        return stop.status() == Status.UNDONE ? Optional.empty() : stop.startedAt();
    }

    private Optional<Instant> upSince() {
        StepRecord start = model.step(new StepId("start"));
        return start.status() == Status.DONE ? start.endedAt() : Optional.empty();
    }

    private String safeNow(RunState state) {
        Optional<StepId> at = model.current();
        if (at.isEmpty() || state.isEnded()) {
            return new Ending(plan, model).sentence(state);
        }
        String sentence = Optional.ofNullable(steps.get(at.get()))
                .map(step -> step.safeNow(plan, model))
                .orElse("");
        return state == RunState.WORKING ? sentence + " The run goes on without you." : sentence;
    }

    /// In the order in which it would be done: the newest first.
    private List<RunView.UndoLine> undoLines() {
        List<RunView.UndoLine> lines = new ArrayList<>();
        List<StepId> all = model.script().steps();
        for (StepId id : all.reversed()) {
            Step step = steps.get(id);
            if (step != null && model.step(id).touched()) {
                String text = step.undoText(plan, model);
                if (!text.isEmpty()) {
                    lines.add(new RunView.UndoLine(model.script().lineOf(id), text));
                }
            }
        }
        return lines;
    }

    private String firstTouch() {
        return plan.lines().stream()
                .filter(RunPlan.Line::asksForName)
                .findFirst()
                .map(line -> "live data is first touched in step " + line.number())
                .orElse("live data is not touched");
    }

    private Question lostQuestion() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("what", "the worker process ended without a record"));
        model.current()
                .ifPresent(step -> facts.add(new Fact(
                        "step", step + ", " + model.step(step).status().name().toLowerCase(Locale.ROOT))));
        String label = "found";
        for (Fact found : look.at(plan, model)) {
            facts.add(new Fact(label, found.label() + ": " + found.text()));
            label = "";
        }
        model.current().map(steps::get).ifPresent(step -> facts.add(new Fact("safe", step.safeNow(plan, model))));
        return new Question(
                0,
                Question.Kind.LOST,
                2,
                "The worker is gone",
                facts,
                Optional.empty(),
                List.of(
                        new Question.Choice(LOST_CONTINUE, "Continue", true),
                        new Question.Choice(LOST_AGAIN, "Start the step again", false),
                        new Question.Choice(RunMachine.UNDO, "Take everything back", false),
                        new Question.Choice(LOST_DROP, "Drop run, keep files", false)),
                model.startedAt().orElse(Instant.EPOCH));
    }
}
