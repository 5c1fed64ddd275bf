package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.fileset.Ownership;
import dev.lifeboat.engine.fileset.OwnershipWanted;
import dev.lifeboat.engine.proof.Belonging;
import dev.lifeboat.engine.proof.Contents;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.engine.proof.Reference;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `prove`: the proof battery over the restored copy, against what can still be read of the saved set, and what is
/// lost.
///
/// SQLite sees two files here, the restored copy and a throw-away copy of the saved set; never the live one, never
/// the saved one, which it would change by replaying its `-wal`.
final class ProveStep implements Step {
    private final StepTools tools;

    ProveStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        Path database = context.places().database();
        long bytes = Files.exists(database) ? Files.size(database) : 0;
        return StepPlan.of(
                "checks, row counts",
                StepPlan.Changes.OWN_FILES,
                Amounts.passes(bytes, 4).plus(Duration.ofSeconds(1)),
                List.of(
                        "quick_check, integrity_check, foreign_key_check, full-text indexes, checks: of the copy",
                        "count rows per table, compare rows, schema and newest rows with what can be read of the saved set",
                        "count the commits of the saved -wal behind the chosen point"));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        Optional<PointId> older = OlderPoint.of(context.answer());
        if (older.isPresent()) {
            return OlderPoint.redo(older.get(), Problem.of(ProblemCode.PROOF_FAILED, "the proof was not green"));
        }
        Contents saved = savedContents(context);
        RowCounts before = saved.rows();
        context.progress().operation("prove " + context.places().copy());
        Proof proof = tools.prove().apply(context.places().copy(), request(context, saved));
        tell(context, proof);
        try (Replicas replica = Replicas.at(tools.stores(), ChooseStep.replica(context.model()))) {
            PointId place = PointId.parse(Json.text(context.model().post("restore"), "position"))
                    .orElseThrow(() -> new IOException("the restored point is not in the journal"));
            if (proof.verdict() == Verdict.RED && !context.answered(OlderPoint.ACCEPT)) {
                return new Outcome.Ask(
                        OlderPoint.ask("The copy is not good", red(proof), nearestBefore(replica, place), true));
            }
            return done(context, before, proof, loss(context, replica, place));
        }
    }

    /// What can be read of the set as it was saved, counted in a copy of it: `-wal` included, live rows to the last
    /// commit.
    private Contents savedContents(StepContext context) throws IOException {
        Path scratch = context.places().scratch();
        PrivateFiles.deleteTree(scratch);
        PrivateFiles.createDirectory(scratch);
        context.progress().operation("copy the saved set to " + scratch + " and count its rows");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(context.places().saved())) {
            for (Path file : files) {
                if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, scratch.resolve(file.getFileName()));
                }
            }
        }
        LiveSight sight = tools.look().apply(scratch.resolve(context.places().name()));
        PrivateFiles.deleteTree(scratch);
        return sight.contents();
    }

    private static ProofRequest request(StepContext context, Contents saved) throws IOException {
        Instant stateOf = Instant.parse(Json.text(context.model().post("restore"), "time"));
        return ProofRequest.everything(List.of(Reference.before(saved)), ProofRequest.Limits.thorough())
                .withUserChecks(context.database().checks(), stateOf)
                .withBelonging(belonging(context));
    }

    /// Whose file it will be after the swap.
    private static Belonging belonging(StepContext context) throws IOException {
        Path database = context.places().database();
        Path directory = context.places().directory();
        Ownership found = Ownership.of(
                Files.exists(database) ? database : context.places().copy());
        Ownership wanted = OwnershipWanted.of(
                        context.database().owner(), context.database().mode())
                .appliedTo(found);
        Path parent = database.getParent();
        return new Belonging(wanted.uid(), wanted.gid(), wanted.mode(), parent == null ? directory : parent);
    }

    private static void tell(StepContext context, Proof proof) {
        FindingLines.of(weighing(proof, weight -> weight == Verdict.GREEN)).forEach(context.notes()::fact);
        FindingLines.of(weighing(proof, weight -> weight != Verdict.GREEN)).forEach(context.notes()::warning);
        proof.notMade().forEach(context.notes()::warning);
        context.notes()
                .fact("proof " + proof.verdict() + ", "
                        + Amounts.count(proof.rows().readable()) + " rows in "
                        + proof.rows().tables().size() + " tables");
    }

    private static List<Finding> weighing(Proof proof, Predicate<Verdict> wanted) {
        return proof.findings().stream()
                .filter(finding -> wanted.test(finding.weight()))
                .toList();
    }

    private static WalLoss loss(StepContext context, Replicas replica, PointId place) throws IOException {
        Path wal = context.places().saved().resolve(context.places().name() + "-wal");
        WalLoss loss = WalLoss.of(wal, replica, place);
        context.notes().fact(loss.sentence());
        return loss;
    }

    private static Outcome done(StepContext context, RowCounts before, Proof proof, WalLoss loss) {
        TableChanges changes = TableChanges.between(before, proof.rows());
        changes.sentences().forEach(context.notes()::warning);
        JsonObject post = new JsonObject();
        post.addProperty("verdict", proof.verdict().name());
        post.add("findings", Json.array(proof.findings(), RowsJson::write));
        post.add("before", RowsJson.write(before));
        post.add("after", RowsJson.write(proof.rows()));
        post.add("wal", loss.json());
        post.addProperty("walSentence", loss.sentence());
        post.add("fewer", Json.array(changes.sentences()));
        return new Outcome.Done(post, "proof " + proof.verdict());
    }

    private static Problem red(Proof proof) {
        Problem problem = Problem.of(ProblemCode.PROOF_FAILED, "the proof of the restored copy is red");
        for (String line : FindingLines.of(weighing(proof, weight -> weight == Verdict.RED))) {
            problem = problem.withDetail(line);
        }
        return problem;
    }

    private static Nearest nearestBefore(Replicas replica, PointId place) {
        Optional<RestorePoint> point = replica.history().points().stream()
                .filter(each -> each.place().equals(place))
                .findFirst();
        return point.flatMap(
                        found -> RestorePlanner.before(replica.history(), found).findFirst())
                .map(OlderPoint::before)
                .orElse(Nearest.NONE);
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "prove");
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        PrivateFiles.deleteTree(context.places().scratch());
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
