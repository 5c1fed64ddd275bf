package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import dev.lifeboat.runbooks.services.Commands;
import dev.lifeboat.runbooks.services.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `health`: the application says that it is well, and the database that it works on now is sound.
final class HealthStep implements Step {
    private final StepTools tools;

    HealthStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) {
        Optional<HealthSpec> health = context.database().health();
        String summary = health.map(HealthStep::text).orElse("quick_check");
        return StepPlan.of(
                summary,
                StepPlan.Changes.NOTHING,
                Duration.ofSeconds(10),
                health.isPresent()
                        ? List.of(
                                "wait until " + whole(health.get()),
                                "quick_check of the live database through SQLite, read-only")
                        : List.of("quick_check of the live database through SQLite, read-only"));
    }

    private static String text(HealthSpec spec) {
        return switch (spec) {
            case HealthSpec.Url url -> "http " + url.expect() + " from " + url.url();
            case HealthSpec.Command command -> program(command.command()) + " ends 0";
        };
    }

    private static String whole(HealthSpec spec) {
        return switch (spec) {
            case HealthSpec.Url _ -> text(spec);
            case HealthSpec.Command command -> Commands.line(command.command()) + " ends 0";
        };
    }

    private static String program(List<String> command) {
        return command.getFirst().replaceFirst(".*/", "");
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) {
        Optional<HealthSpec> spec = context.database().health();
        if (spec.isPresent()) {
            Health health = tools.health().apply(spec.get()).await(() -> false);
            switch (health) {
                case Health.Well(String detail) -> context.notes().fact("healthy: " + detail);
                case Health.Unwell(String detail) -> {
                    return failed("the application is not well: " + detail);
                }
            }
        } else {
            context.notes().fact("no health check is configured");
        }
        LiveSight sight = tools.look().apply(context.places().database());
        if (sight.state() != LiveSight.State.READABLE || sight.verdict() == Verdict.RED) {
            return failed("the live database is not sound: " + sight.state() + " "
                    + String.join("; ", FindingLines.of(sight.findings())));
        }
        context.notes()
                .fact("live database: quick_check ok, "
                        + Amounts.count(sight.rows().readable()) + " rows in "
                        + sight.rows().tables().size() + " tables");
        JsonObject post = new JsonObject();
        post.add("rows", RowsJson.write(sight.rows()));
        return new Outcome.Done(post, "healthy");
    }

    private static Outcome failed(String message) {
        return new Outcome.Failed(
                Problem.of(ProblemCode.FAILED, message)
                        .withSafe("the new database is in place, the old set is kept")
                        .withNext("look at the application's log, then try again or undo"),
                true);
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "health");
    }

    @Override
    public UndoOutcome undo(StepContext context) {
        return new UndoOutcome.Undone("nothing to undo");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "the new database is in place, the old set is kept.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "";
    }
}
