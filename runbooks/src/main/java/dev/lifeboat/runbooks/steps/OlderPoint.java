package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.QuestionDraft;
import dev.lifeboat.runbooks.run.RunMachine;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Going back to another point when the chosen one cannot be had or is not good. Never silently: a person is asked,
/// and the choice carries the point, so that the answer means what was shown.
final class OlderPoint {
    static final String ACCEPT = "accept";
    private static final String USE = "use:";
    private static final String KEY = "use";
    private static final List<String> STEPS = List.of("choose", "restore", "prove");

    private OlderPoint() {}

    static QuestionDraft ask(String title, Problem problem, Nearest nearest, boolean mayAccept) {
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("what", problem.message()));
        problem.details().forEach(line -> lines.add(new Fact("", line)));
        List<Question.Choice> choices = new ArrayList<>();
        Stream.concat(nearest.before().stream(), nearest.after().stream()).forEach(point -> {
            lines.add(new Fact("instead", point.id() + ", stored " + Amounts.time(point.time())));
            choices.add(new Question.Choice(USE + point.id(), "Use " + Amounts.time(point.time()), false));
        });
        if (nearest.before().isEmpty()) {
            lines.add(new Fact("instead", "no older point can be had"));
        }
        if (mayAccept) {
            choices.add(new Question.Choice(ACCEPT, "Keep this copy all the same", false));
        }
        choices.addFirst(new Question.Choice(RunMachine.ABORT, "End the run here", true));
        choices.add(new Question.Choice(RunMachine.UNDO, "Take everything back", false));
        return new QuestionDraft(Question.Kind.ANOTHER_POINT, 2, title, lines, Optional.empty(), choices);
    }

    /// The point that an answer carries.
    static Optional<PointId> of(Optional<Answer> answer) {
        return answer.filter(said -> said.choice().startsWith(USE))
                .flatMap(said -> PointId.parse(said.choice().substring(USE.length())));
    }

    static Outcome redo(PointId place, Problem why) {
        JsonObject post = new JsonObject();
        post.addProperty(KEY, place.text());
        return new Outcome.Redo(new StepId("choose"), post, why);
    }

    /// What was decided last, whichever step asked.
    static Optional<PointId> decided(RunModel model) {
        return STEPS.stream()
                .map(step -> model.step(new StepId(step)))
                .filter(step -> step.post().has(KEY))
                .max((a, b) -> ended(a).compareTo(ended(b)))
                .flatMap(step -> PointId.parse(Json.text(step.post(), KEY)));
    }

    private static Instant ended(StepRecord step) {
        return step.endedAt().orElse(Instant.EPOCH);
    }

    static Nearest before(RestorePoint point) {
        return new Nearest(Optional.of(point), Optional.empty());
    }
}
