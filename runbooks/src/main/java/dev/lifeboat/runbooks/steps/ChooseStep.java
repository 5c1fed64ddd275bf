package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `choose`: which point of which replica. What was asked for, or what a person decided when that was not good.
final class ChooseStep implements Step {
    private final StepTools tools;

    ChooseStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        try (Replicas replica =
                Replicas.firstThatAnswers(tools.stores(), context.database().replicas())) {
            return switch (replica.plan(target(context.request().point()))) {
                case PlanOutcome.Planned(RestorePlan plan) -> planned(replica, plan);
                case PlanOutcome.NoPath noPath -> unplanned(noPath.problem());
            };
        } catch (ProblemException e) {
            return unplanned(e.problem());
        }
    }

    private static StepPlan planned(Replicas replica, RestorePlan plan) {
        return StepPlan.of(
                        "",
                        StepPlan.Changes.NOTHING,
                        Duration.ofSeconds(1),
                        List.of("list " + replica.backup().location() + ", choose "
                                + plan.point().id() + " or a newer one that is there by then"))
                .needing(new RunPlan.Need("replica", true, replica.backup().location()))
                .telling(
                        new Fact("replica", replica.backup().location()),
                        new Fact(
                                "point",
                                Amounts.time(plan.point().time()) + "  "
                                        + plan.point().id()));
    }

    private static StepPlan unplanned(Problem problem) {
        return StepPlan.of("", StepPlan.Changes.NOTHING, Duration.ZERO, List.of())
                .needing(new RunPlan.Need("replica", false, problem.message()));
    }

    private static RestoreTarget target(PointChoice choice) {
        return switch (choice) {
            case PointChoice.Newest() -> RestoreTarget.latest();
            case PointChoice.AtOrBefore at -> new RestoreTarget.AtTime(at.time(), Optional.empty());
            case PointChoice.At at -> new RestoreTarget.AtPoint(at.place());
        };
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        Optional<PointId> decided = OlderPoint.of(context.answer()).or(() -> OlderPoint.decided(context.model()));
        RestoreTarget target = decided.<RestoreTarget>map(RestoreTarget.AtPoint::new)
                .orElseGet(() -> target(context.plan().request().point()));
        try (Replicas replica =
                Replicas.firstThatAnswers(tools.stores(), context.database().replicas())) {
            return switch (replica.plan(target)) {
                case PlanOutcome.Planned(RestorePlan plan) -> chosen(context, replica, plan);
                case PlanOutcome.NoPath(Problem problem, Nearest nearest) ->
                    new Outcome.Ask(OlderPoint.ask("This point cannot be restored", problem, nearest, false));
            };
        }
    }

    private static Outcome chosen(StepContext context, Replicas replica, RestorePlan plan) {
        PointId place = plan.point().place();
        String line = place instanceof Position position ? "generation " + position.generation() : "LTX history";
        context.notes()
                .fact(line + " chosen, point " + place.text() + " stored "
                        + Amounts.time(plan.point().time()));
        plan.remarks().forEach(context.notes()::fact);
        JsonObject post = new JsonObject();
        post.addProperty("replica", replica.url());
        post.addProperty("location", replica.backup().location());
        post.addProperty("position", place.text());
        post.addProperty("time", plan.point().time().toString());
        post.addProperty("readBytes", plan.readBytes());
        post.addProperty("objects", plan.objects().size());
        post.add("remarks", Json.array(plan.remarks()));
        return new Outcome.Done(post, "point " + place.text());
    }

    /// The point that was chosen.
    static PointId place(RunModel model) {
        String text = Json.text(model.post("choose"), "position");
        return PointId.parse(text).orElseThrow(() -> new IllegalStateException("not a point: " + text));
    }

    static String replica(RunModel model) {
        return Json.text(model.post("choose"), "replica");
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "choose");
    }

    @Override
    public UndoOutcome undo(StepContext context) {
        return new UndoOutcome.Undone("nothing to undo");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "live files untouched, saved set proven.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "";
    }
}
