package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import java.time.Instant;
import java.util.Optional;

/// All that the journal knows of one step. `post` stays after a failure that taught something.
public record StepRecord(
        StepId step,
        Status status,
        int attempt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        JsonObject pre,
        JsonObject post,
        String summary,
        Optional<Problem> failure) {
    public enum Status {
        WAITING,
        /// The intent is written; whether the act happened is for the world to say.
        STARTED,
        DONE,
        FAILED,
        SKIPPED,
        UNDONE
    }

    static StepRecord waiting(StepId step) {
        return new StepRecord(
                step,
                Status.WAITING,
                0,
                Optional.empty(),
                Optional.empty(),
                new JsonObject(),
                new JsonObject(),
                "",
                Optional.empty());
    }

    StepRecord started(Instant at, JsonObject found) {
        return new StepRecord(
                step,
                Status.STARTED,
                attempt + 1,
                Optional.of(at),
                Optional.empty(),
                found,
                post,
                "",
                Optional.empty());
    }

    StepRecord done(Instant at, JsonObject result, String line) {
        return new StepRecord(
                step, Status.DONE, attempt, startedAt, Optional.of(at), pre, result, line, Optional.empty());
    }

    StepRecord failed(Instant at, Problem problem, JsonObject learnt) {
        return new StepRecord(
                step,
                Status.FAILED,
                attempt,
                startedAt,
                Optional.of(at),
                pre,
                learnt,
                problem.message(),
                Optional.of(problem));
    }

    StepRecord undone(Instant at, String text) {
        return new StepRecord(step, Status.UNDONE, attempt, startedAt, Optional.of(at), pre, post, text, failure);
    }

    StepRecord with(Status next) {
        return new StepRecord(step, next, attempt, startedAt, endedAt, pre, post, summary, failure);
    }

    /// Whether the act may have left something behind.
    public boolean touched() {
        return attempt > 0 && status != Status.UNDONE && status != Status.SKIPPED;
    }
}
