package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a run: its script and the fold of its journal. Immutable.
///
/// `asking` is the step whose question is open; `answer` is what was said to the step at work. `orders` are those
/// that wait for the next safe place.
public record RunModel(
        Script script,
        RunState state,
        Map<StepId, StepRecord> steps,
        Optional<Question> question,
        Optional<StepId> asking,
        int lastQuestion,
        Optional<Answer> answer,
        Orders orders,
        List<Evidence> evidence,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String lastWords) {
    public RunModel {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        evidence = List.copyOf(evidence);
    }

    /// What persons asked for and the machine has not come to yet. `undo` stays until the run is undone.
    public record Orders(boolean pause, boolean abort, boolean undo) {}

    public static RunModel of(Script script) {
        Map<StepId, StepRecord> steps = new LinkedHashMap<>();
        script.steps().forEach(step -> steps.put(step, StepRecord.waiting(step)));
        return new RunModel(
                script,
                RunState.PLANNED,
                steps,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                new Orders(false, false, false),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    public static RunModel of(Script script, List<Entry> entries) {
        RunModel model = of(script);
        for (Entry entry : entries) {
            model = model.with(entry);
        }
        return model;
    }

    public StepRecord step(StepId id) {
        return steps.getOrDefault(id, StepRecord.waiting(id));
    }

    /// What a finished or failed step left for others; empty where there is nothing.
    public JsonObject post(String step) {
        return step(new StepId(step)).post();
    }

    public boolean isDone(String step) {
        return step(new StepId(step)).status() == StepRecord.Status.DONE;
    }

    /// The step that is at work, failed, or comes next.
    public Optional<StepId> current() {
        return steps.values().stream()
                .filter(step -> step.status() != StepRecord.Status.DONE && step.status() != StepRecord.Status.SKIPPED)
                .map(StepRecord::step)
                .findFirst();
    }

    /// This run one entry later.
    public RunModel with(Entry entry) {
        return switch (entry) {
            case Entry.Planned planned -> began(planned.at());
            case Entry.Attached _ -> this;
            case Entry.StepStarted started ->
                to(RunState.WORKING).withStep(step(started.step()).started(started.at(), started.pre()));
            case Entry.Found found -> withEvidence(found);
            case Entry.Asked asked -> asks(asked);
            case Entry.Answered answered -> answered(answered);
            case Entry.StepDone done ->
                to(RunState.WORKING)
                        .forgettingAnswer()
                        .withStep(step(done.step()).done(done.at(), done.post(), done.summary()));
            case Entry.StepFailed failed -> failed(failed);
            case Entry.Paused _ -> to(RunState.PAUSED);
            case Entry.Aborted aborted -> ends(RunState.ABORTED, aborted.at(), aborted.leaves());
            case Entry.Undone undone ->
                to(RunState.UNDOING).withStep(step(undone.step()).undone(undone.at(), undone.text()));
            case Entry.Finished finished -> ends(finished.state(), finished.at(), finished.text());
        };
    }

    private RunModel asks(Entry.Asked asked) {
        RunState next = asked.question().kind() == Question.Kind.FAILED ? RunState.FAILED : RunState.ASKING;
        return new RunModel(
                script,
                next,
                steps,
                Optional.of(asked.question()),
                Optional.of(asked.step()),
                asked.question().number(),
                Optional.empty(),
                orders,
                evidence,
                startedAt,
                endedAt,
                lastWords);
    }

    private RunModel answered(Entry.Answered answer) {
        if (answer.question() != 0 && answer.choice().equals(RunMachine.SKIP) && asking.isPresent()) {
            return withStep(step(asking.get()).with(StepRecord.Status.SKIPPED)).to(RunState.WORKING);
        }
        if (answer.question() != 0) {
            return to(RunState.WORKING).heard(answer);
        }
        return switch (answer.choice()) {
            case RunMachine.PAUSE -> ordered(new Orders(true, orders.abort(), orders.undo()));
            case RunMachine.CONTINUE -> to(RunState.WORKING).ordered(new Orders(false, false, orders.undo()));
            case RunMachine.ABORT -> ordered(new Orders(false, true, orders.undo()));
            case RunMachine.UNDO -> ordered(new Orders(false, false, true)).to(RunState.WORKING);
            default -> this;
        };
    }

    private RunModel failed(Entry.StepFailed failed) {
        RunModel next = to(RunState.WORKING)
                .forgettingAnswer()
                .withStep(step(failed.step()).failed(failed.at(), failed.problem(), failed.post()));
        if (failed.redoFrom().isEmpty()) {
            return next;
        }
        for (StepId again : script.from(failed.redoFrom().get())) {
            if (next.step(again).touched()) {
                next = next.withStep(next.step(again).with(StepRecord.Status.WAITING));
            }
        }
        return next;
    }

    private RunModel heard(Entry.Answered said) {
        return withAnswer(Optional.of(new Answer(said.question(), said.choice(), said.typed(), said.who())));
    }

    private RunModel forgettingAnswer() {
        return withAnswer(Optional.empty());
    }

    private RunModel withAnswer(Optional<Answer> said) {
        return new RunModel(
                script,
                state,
                steps,
                question,
                asking,
                lastQuestion,
                said,
                orders,
                evidence,
                startedAt,
                endedAt,
                lastWords);
    }

    private RunModel began(Instant at) {
        return new RunModel(
                script,
                state,
                steps,
                question,
                asking,
                lastQuestion,
                answer,
                orders,
                evidence,
                Optional.of(at),
                endedAt,
                lastWords);
    }

    /// A new state closes the open question.
    private RunModel to(RunState next) {
        RunState shown = orders.undo() && next == RunState.WORKING ? RunState.UNDOING : next;
        return new RunModel(
                script,
                shown,
                steps,
                Optional.empty(),
                Optional.empty(),
                lastQuestion,
                answer,
                orders,
                evidence,
                startedAt,
                Optional.empty(),
                "");
    }

    private RunModel ends(RunState next, Instant at, String text) {
        return new RunModel(
                script,
                next,
                steps,
                Optional.empty(),
                Optional.empty(),
                lastQuestion,
                Optional.empty(),
                new Orders(false, false, false),
                evidence,
                startedAt,
                Optional.of(at),
                text);
    }

    private RunModel ordered(Orders next) {
        return new RunModel(
                script,
                state,
                steps,
                question,
                asking,
                lastQuestion,
                answer,
                next,
                evidence,
                startedAt,
                endedAt,
                lastWords);
    }

    private RunModel withStep(StepRecord record) {
        Map<StepId, StepRecord> next = new LinkedHashMap<>(steps);
        next.put(record.step(), record);
        return new RunModel(
                script,
                state,
                next,
                question,
                asking,
                lastQuestion,
                answer,
                orders,
                evidence,
                startedAt,
                endedAt,
                lastWords);
    }

    private RunModel withEvidence(Entry.Found found) {
        List<Evidence> more = new ArrayList<>(evidence);
        more.add(new Evidence(found.at(), script.lineOf(found.step()), found.kind(), found.text()));
        return new RunModel(
                script,
                state,
                steps,
                question,
                asking,
                lastQuestion,
                answer,
                orders,
                more,
                startedAt,
                endedAt,
                lastWords);
    }
}
