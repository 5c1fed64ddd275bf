package dev.lifeboat.runbooks.worker;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.run.Effect;
import dev.lifeboat.runbooks.run.Event;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord;
import dev.lifeboat.runbooks.run.UndoOutcome;
import dev.lifeboat.runbooks.steps.Notes;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls steps and turns whatever comes of it into events. Runs on the one thread that touches files of the
/// database; that thread is never interrupted (LK-7).
final class Performer {
    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);

    private final Map<StepId, Step> steps;
    private final StepContext base;
    private final Consumer<Event> events;

    /// `base` is the context without model and answer.
    Performer(Map<StepId, Step> steps, StepContext base, Consumer<Event> events) {
        this.steps = steps;
        this.base = base;
        this.events = events;
    }

    void prepare(Effect.Prepare effect, RunModel model) {
        Step step = step(effect.step());
        StepContext context = context(effect.step(), model, effect.answer());
        Preparation preparation;
        try {
            preparation = step.prepare(context);
        } catch (IOException | RuntimeException e) {
            preparation = new Preparation.Refused(problem(effect.step(), e), false);
        }
        events.accept(new Event.Prepared(effect.step(), preparation));
    }

    void act(Effect.Act effect, RunModel model) {
        Outcome outcome;
        try {
            outcome = step(effect.step()).act(context(effect.step(), model, effect.answer()));
        } catch (IOException | RuntimeException e) {
            outcome = new Outcome.Failed(problem(effect.step(), e), false);
        }
        events.accept(new Event.Ended(effect.step(), outcome));
    }

    void undo(Effect.Undo effect, RunModel model) {
        UndoOutcome outcome;
        try {
            outcome = step(effect.step()).undo(context(effect.step(), model, Optional.empty()));
        } catch (IOException | RuntimeException e) {
            outcome = new UndoOutcome.Failed(problem(effect.step(), e));
        }
        events.accept(new Event.UndoEnded(effect.step(), outcome));
    }

    /// What the world says of every step that the journal calls begun or done.
    Map<StepId, Standing> standings(RunModel model) {
        Map<StepId, Standing> standings = new LinkedHashMap<>();
        for (StepRecord record : model.steps().values()) {
            if (record.status() == StepRecord.Status.STARTED || record.status() == StepRecord.Status.DONE) {
                standings.put(record.step(), standing(record.step(), model));
            }
        }
        return standings;
    }

    private Standing standing(StepId id, RunModel model) {
        try {
            return step(id).observe(context(id, model, Optional.empty()));
        } catch (IOException | RuntimeException e) {
            return new Standing.Unknown(problem(id, e).message());
        }
    }

    private Step step(StepId id) {
        Step step = steps.get(id);
        if (step == null) {
            throw new ProblemException(Problem.of(ProblemCode.BUG, "this program has no step " + id));
        }
        return step;
    }

    private StepContext context(StepId step, RunModel model, Optional<Answer> answer) {
        Notes notes = new Notes() {
            @Override
            public void fact(String text) {
                events.accept(new Event.Noted(step, Evidence.Kind.FACT, oneLine(text)));
            }

            @Override
            public void warning(String text) {
                events.accept(new Event.Noted(step, Evidence.Kind.WARNING, oneLine(text)));
            }
        };
        return new StepContext(
                base.plan(), model, answer, base.runDirectory(), base.places(), base.progress(), notes, base.clock());
    }

    /// A fact is a line of a table; what commands and stores say may be more.
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static Problem problem(StepId step, Exception e) {
        LOG.warn("step {}: {}", step, e.toString(), e);
        return switch (e) {
            case ProblemException known -> known.problem();
            case UncheckedIOException io -> Problem.of(ProblemCode.FAILED, String.valueOf(io.getMessage()));
            case IOException io -> Problem.of(ProblemCode.FAILED, text(io));
            default -> Problem.of(ProblemCode.BUG, "unexpected: " + e).withDetail("the log of the run has the details");
        };
    }

    private static String text(IOException e) {
        String message = String.valueOf(e.getMessage());
        // File system exceptions carry only the path as their message.
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName().replace("Exception", "") + ": " + message
                : message;
    }
}
