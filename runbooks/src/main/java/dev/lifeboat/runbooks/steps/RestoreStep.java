package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `restore`: the chosen point into a file of our own beside the database. The same position gives the same bytes,
/// so an interrupted restore is thrown away and made again.
final class RestoreStep implements Step {
    private final StepTools tools;

    RestoreStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        Path database = context.places().database();
        long bytes = Files.exists(database) ? Files.size(database) : 0;
        return StepPlan.of(
                Amounts.bytes(bytes) + " beside the file",
                StepPlan.Changes.OWN_FILES,
                Amounts.passes(bytes, 3).plus(Duration.ofSeconds(1)),
                List.of(
                        "write " + context.places().copy() + ", check every frame, fsync, rename",
                        "quick_check of the copy"));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        Optional<PointId> older = OlderPoint.of(context.answer());
        if (older.isPresent()) {
            return OlderPoint.redo(older.get(), Problem.of(ProblemCode.NO_SUCH_POINT, "another point was chosen"));
        }
        Path directory = directory(context.places());
        PrivateFiles.createDirectory(context.places().directory());
        PrivateFiles.deleteTree(directory);
        PrivateFiles.createDirectory(directory);
        try (Replicas replica = Replicas.at(tools.stores(), ChooseStep.replica(context.model()))) {
            PointId place = ChooseStep.place(context.model());
            return switch (replica.plan(new RestoreTarget.AtPoint(place))) {
                case PlanOutcome.Planned(RestorePlan plan) -> restore(context, replica, plan);
                case PlanOutcome.NoPath(Problem problem, Nearest nearest) -> refused(problem, nearest);
            };
        }
    }

    private static Outcome restore(StepContext context, Replicas replica, RestorePlan plan) throws IOException {
        Path copy = context.places().copy();
        context.progress()
                .facts(List.of(
                        new Fact("from", replica.backup().location()),
                        new Fact("point", plan.point().id()),
                        new Fact("", "stored " + Amounts.time(plan.point().time())),
                        new Fact("into", copy.toString())));
        context.progress().operation("restore " + plan.point().id() + " into " + copy);
        return switch (new Restorer(replica.backup())
                .restore(plan, copy, RestoreOptions.standard(), context.events())) {
            case RestoreOutcome.Restored restored -> done(context, restored);
            case RestoreOutcome.Refused(Problem problem, Nearest nearest) -> refused(problem, nearest);
        };
    }

    private static Outcome done(StepContext context, RestoreOutcome.Restored restored) {
        context.notes()
                .fact("restored " + restored.point().id() + ", " + Amounts.bytes(restored.bytes()) + ", sha256 "
                        + Amounts.shortHash(restored.sha256()));
        context.notes().fact("checked: " + String.join(", ", restored.checks()));
        restored.remarks().forEach(context.notes()::warning);
        JsonObject post = new JsonObject();
        post.addProperty("path", restored.output().toString());
        post.addProperty("bytes", restored.bytes());
        post.addProperty("sha256", restored.sha256());
        post.addProperty("position", restored.point().id());
        post.addProperty("time", restored.point().time().toString());
        post.addProperty("pageSize", restored.pageSize().bytes());
        post.add("checks", Json.array(restored.checks()));
        post.add("remarks", Json.array(restored.remarks()));
        return new Outcome.Done(post, "restored " + restored.point().id());
    }

    private static Outcome refused(Problem problem, Nearest nearest) {
        return new Outcome.Ask(OlderPoint.ask("This point cannot be restored", problem, nearest, false));
    }

    private static Path directory(RunPlaces places) {
        return places.directory().resolve("copy");
    }

    @Override
    public List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        if (!model.step(new StepId("restore")).touched() || Standings.overtakenBy(model, "place")) {
            return List.of();
        }
        Path copy = RunPlaces.of(plan.request().database().path(), plan.run()).copy();
        if (!Files.exists(copy)) {
            return List.of(new Fact("copy", "not complete: will be restored again"));
        }
        long bytes = Files.size(copy);
        boolean whole = model.isDone("restore") && bytes == Json.number(model.post("restore"), "bytes");
        return List.of(
                new Fact("copy", Amounts.bytes(bytes) + (whole ? ", size as recorded" : ", will be restored again")));
    }

    @Override
    public Standing observe(StepContext context) throws IOException {
        RunModel model = context.model();
        boolean expected = model.isDone("restore") && !Standings.overtakenBy(model, "place");
        Path copy = context.places().copy();
        if (expected
                && (!Files.exists(copy) || !Hashes.sha256(copy).equals(Json.text(model.post("restore"), "sha256")))) {
            return new Standing.NotDone("the restored copy is not what was restored");
        }
        return Standings.repeatable(model, "restore");
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        PrivateFiles.deleteTree(directory(context.places()));
        return new UndoOutcome.Undone("deleted the copy");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "live files untouched, saved set proven.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "delete the copy";
    }
}
