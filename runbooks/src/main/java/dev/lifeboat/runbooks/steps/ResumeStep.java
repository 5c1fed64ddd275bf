package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.proof.PageComparison;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `resume`: the replicator takes up the new database in a new generation (RS-6), and what the store has of it is
/// restored into scratch and compared with the live database page by page.
final class ResumeStep implements Step {
    private final StepTools tools;

    ResumeStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        boolean replicated = Replication.of(context.places().database()).isPresent();
        return StepPlan.of(
                "",
                StepPlan.Changes.SERVICES,
                Duration.ofSeconds(replicated ? 5 : 0),
                replicated
                        ? List.of(
                                "replicator: reopen, a new generation",
                                "restore it from the store into scratch, compare page by page with the live database")
                        : List.of());
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        Optional<ControlClient> replicator = Replication.of(context.places().database());
        if (replicator.isEmpty()) {
            return withoutReplicator(context);
        }
        context.progress().operation("ask the replicator to begin a new generation");
        ReplicatorStatus status = replicator.get().reopen();
        String generation = status.generation().map(Object::toString).orElse("unknown");
        context.notes().fact("replication goes on in generation " + generation);
        Sentinel.Found found = new Sentinel(context, tools.stores(), replicator.get()).look();
        JsonObject post = Replication.json(status);
        post.addProperty("generation", generation);
        post.addProperty("compared", found.position().toString());
        post.addProperty("pages", found.comparison().pages());
        return judge(context, found, post);
    }

    private static Outcome judge(StepContext context, Sentinel.Found found, JsonObject post) {
        PageComparison comparison = found.comparison();
        String pages = Amounts.count(comparison.pages()) + " pages";
        if (!comparison.same()) {
            Problem problem = Problem.of(
                            ProblemCode.PROOF_FAILED,
                            "the new generation, restored, differs from the live database in "
                                    + comparison.differingPages() + " of " + pages)
                    .withSafe("the live database is in place, the old set is kept")
                    .withNext("lifeboat status, then try again");
            for (String reason : comparison.reasons()) {
                problem = problem.withDetail(reason);
            }
            return new Outcome.Failed(problem, true);
        }
        context.notes().fact("restored " + found.position() + " from the store and compared: " + pages + " are equal");
        return new Outcome.Done(post, "replication goes on, restored and compared: " + pages);
    }

    private static Outcome withoutReplicator(StepContext context) {
        boolean before = context.model().post("stop").has("replicator");
        if (before) {
            return new Outcome.Failed(
                    Problem.of(ProblemCode.FAILED, "the replicator of this database is gone")
                            .withSafe("the live database is in place, the old set is kept")
                            .withNext("start lifeboat replicate, then try again"),
                    true);
        }
        context.notes().warning("no replicator of ours listens: this database is not covered now");
        return new Outcome.Done(new JsonObject(), "nobody replicates this database");
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "resume");
    }

    /// Lets go, so that nobody has the new database open when the old one comes back.
    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        PrivateFiles.deleteTree(context.places().scratch());
        Optional<ControlClient> replicator = Replication.of(context.places().database());
        if (replicator.isEmpty()) {
            return new UndoOutcome.Undone("nobody replicates");
        }
        Replication.handOver(replicator.get(), context);
        return new UndoOutcome.Undone("replication let go");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "the new database is in place, the old set is kept.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        String generation = Json.maybe(model.step(new StepId("resume")).post(), "generation")
                .orElse("");
        return "replicator: let go" + (generation.isEmpty() ? "" : ", generation " + generation + " stays");
    }
}
