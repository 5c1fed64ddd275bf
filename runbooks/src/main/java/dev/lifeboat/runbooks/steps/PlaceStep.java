package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.fileset.OwnershipChange;
import dev.lifeboat.engine.fileset.OwnershipWanted;
import dev.lifeboat.engine.fileset.SwapOutcome;
import dev.lifeboat.engine.fileset.SwapRequest;
import dev.lifeboat.engine.fileset.SwapState;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `place`: the one step that changes the live database, by the guarded swap of RB-6. Asks for the name.
///
/// The swap concludes from the disk how far it is, so this step is done again from any state that a crash leaves
/// (RB-7). Nothing in this process has SQLite open on the live file: `look` closed its connection, and what came
/// between looked at copies.
final class PlaceStep implements Step {
    static final String PLACE = "place";

    private final StepTools tools;

    PlaceStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) {
        RunPlaces places = context.places();
        SwapRequest request = request(places, context.run().text());
        Optional<Problem> obstacle = tools.swap().preflight(request);
        return StepPlan.of(
                        "asks for the name",
                        StepPlan.Changes.LIVE_DATABASE,
                        Duration.ofSeconds(1),
                        PlaceQuestion.operations(places))
                .needing(new RunPlan.Need(
                        "directory",
                        obstacle.isEmpty(),
                        obstacle.map(Problem::message).orElse(places.database().getParent() + ", one file system")));
    }

    private static SwapRequest request(RunPlaces places, String run) {
        FileSet target = new FileSet(places.database());
        return new SwapRequest(
                run, target, places.copy(), places.live(), OwnershipChange.none(), SwapRequest.Unseen.REFUSE);
    }

    private static SwapRequest request(StepContext context) throws IOException {
        SwapRequest plain = request(context.places(), context.plan().run().text());
        return plain.withOwnership(OwnershipWanted.of(
                context.database().owner(), context.database().mode()));
    }

    @Override
    public Preparation prepare(StepContext context) throws IOException {
        SwapRequest request = request(context);
        SwapState state = tools.swap().observe(request);
        if (state instanceof SwapState.Strange(String what)) {
            return new Preparation.Refused(Problem.of(ProblemCode.UNSAFE, what), false);
        }
        if (!context.answered(PLACE)) {
            return new Preparation.Ask(PlaceQuestion.of(context));
        }
        JsonObject pre = new JsonObject();
        pre.addProperty("state", state.getClass().getSimpleName());
        pre.addProperty("copy", Json.text(context.model().post("restore"), "sha256"));
        return new Preparation.Ready(pre);
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        SwapRequest request = request(context);
        if (tools.swap().observe(request) instanceof SwapState.OldInPlace) {
            Optional<Outcome> stale = stale(context, request);
            if (stale.isPresent()) {
                return stale.get();
            }
        }
        PlaceQuestion.operations(context.places()).forEach(context.progress()::operation);
        return switch (tools.swap().swap(request)) {
            case SwapOutcome.Done(List<String> evidence) -> placed(context, request, evidence);
            case SwapOutcome.Refused(Problem problem) -> new Outcome.Failed(problem, false);
            case SwapOutcome.Stopped stopped -> new Outcome.Failed(stopped.problem(), false);
        };
    }

    /// The set that is about to be exchanged must be the one that was saved, and the copy the one that was proved.
    /// Another set means that somebody wrote meanwhile: what was chosen, proved and agreed to is no longer the
    /// whole story, and the run goes back to asking who.
    private static Optional<Outcome> stale(StepContext context, SwapRequest request) throws IOException {
        Map<String, String> live = SaveStep.hashes(request.target().present());
        if (!live.equals(SaveStep.hashes(context.model()))) {
            Problem why = Problem.of(ProblemCode.UNSAFE, "the live files changed after they were saved")
                    .withSafe("nothing was exchanged");
            context.notes().warning(why.message() + ": saved again");
            return Optional.of(new Outcome.Redo(new StepId("quiet"), new JsonObject(), why));
        }
        String proved = Json.text(context.model().post("restore"), "sha256");
        if (!Hashes.sha256(request.staged()).equals(proved)) {
            Problem why = Problem.of(ProblemCode.UNSAFE, "the copy changed after it was proved")
                    .withSafe("nothing was exchanged");
            context.notes().warning(why.message() + ": restored again");
            return Optional.of(new Outcome.Redo(new StepId("choose"), new JsonObject(), why));
        }
        return Optional.empty();
    }

    private static Outcome placed(StepContext context, SwapRequest request, List<String> evidence) throws IOException {
        evidence.forEach(context.notes()::fact);
        FileSet kept = new FileSet(request.quarantine().resolve(request.target().name()));
        Map<String, String> hashes = SaveStep.hashes(kept.present());
        boolean same = hashes.equals(SaveStep.hashes(context.model()));
        String placed = Hashes.sha256(request.target().database());
        if (same) {
            context.notes().fact("the kept set is the saved one byte for byte: " + String.join(", ", hashes.keySet()));
        } else {
            context.notes().warning("the kept set is not the one that was saved: somebody wrote before the guard lay");
        }
        JsonObject post = new JsonObject();
        post.addProperty("quarantine", request.quarantine().toString());
        post.addProperty("sha256", placed);
        post.addProperty("keptAsSaved", same);
        JsonObject files = new JsonObject();
        hashes.forEach(files::addProperty);
        post.add("kept", files);
        return new Outcome.Done(post, "the copy is in place, the old set is kept");
    }

    @Override
    public List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        RunPlaces places = RunPlaces.of(plan.request().database().path(), plan.run());
        SwapState state = tools.swap().observe(request(places, plan.run().text()));
        String text = switch (state) {
            case SwapState.OldInPlace _ -> "the old database is in place" + sinceSaved(places, model);
            case SwapState.Guarded _ -> "a guard is in its place, nobody can open it; both sets are whole";
            case SwapState.NewInPlace _ -> "the new database is in place, the old set is kept";
            case SwapState.PutBack _ -> "the old set was put back";
            case SwapState.Strange(String what) -> "not as any step of ours leaves it: " + what;
        };
        return List.of(new Fact("live files", text));
    }

    private static String sinceSaved(RunPlaces places, RunModel model) throws IOException {
        if (!model.isDone("save")) {
            return ", untouched by this run";
        }
        return SaveStep.sizes(new FileSet(places.database()).present()).equals(SaveStep.sizes(model))
                ? ", sizes as when it was saved"
                : ", changed since it was saved";
    }

    /// Whatever state a crash left, calling the swap again is right: it finishes what it began. Only what no act of
    /// ours leaves behind is for a person.
    @Override
    public Standing observe(StepContext context) throws IOException {
        SwapState state = tools.swap().observe(request(context));
        if (state instanceof SwapState.Strange(String what)) {
            return new Standing.Unknown(what);
        }
        boolean done = context.model().isDone("place");
        if (done && state instanceof SwapState.NewInPlace) {
            return Standings.repeatable(context.model(), "place");
        }
        return new Standing.NotDone(
                switch (state) {
                    case SwapState.OldInPlace _ -> "the old database is in place";
                    case SwapState.Guarded _ -> "the guard lies over the database, the swap is finished now";
                    case SwapState.NewInPlace _ -> "the new database is in place, the rest is checked again";
                    case SwapState.PutBack _ -> "the old set was put back";
                    case SwapState.Strange(String what) -> what;
                });
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        SwapRequest request = request(context);
        return switch (tools.swap().undo(request)) {
            case SwapOutcome.Done(List<String> evidence) -> putBack(context, request, evidence);
            case SwapOutcome.Refused(Problem problem) -> new UndoOutcome.Failed(problem);
            case SwapOutcome.Stopped stopped -> new UndoOutcome.Failed(stopped.problem());
        };
    }

    private static UndoOutcome putBack(StepContext context, SwapRequest request, List<String> evidence)
            throws IOException {
        evidence.forEach(context.notes()::fact);
        Map<String, String> live = SaveStep.hashes(request.target().present());
        Map<String, String> saved = SaveStep.hashes(context.model());
        live.forEach((name, hash) -> context.notes().fact("sha256 " + name + " " + hash));
        String names = String.join(", ", live.keySet());
        return new UndoOutcome.Undone(
                live.equals(saved)
                        ? "the old set is back byte for byte: " + names
                        : "the old set is back, but it is not what was saved: " + names);
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return model.step(new StepId("place")).touched()
                ? "both sets are whole; the database may not open before this ends."
                : "live files untouched.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "put the old set back, -wal included";
    }
}
