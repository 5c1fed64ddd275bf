package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.QuestionDraft;
import dev.lifeboat.runbooks.run.RunMachine;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `look`: what is damaged, and what can still be read. Through SQLite with `mode=ro` alone, while the application
/// may be at work; the connection is closed again before this process reads any byte of these files itself.
final class LookStep implements Step {
    private final StepTools tools;

    LookStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        FileSet set = new FileSet(context.places().database());
        long bytes = 0;
        for (Path file : set.present()) {
            bytes += Files.size(file);
        }
        return StepPlan.of(
                        "reads only",
                        StepPlan.Changes.NOTHING,
                        Amounts.passes(bytes, 2),
                        List.of("open " + set.database() + " read-only, quick_check, count the rows of each table"))
                .telling(new Fact("files", set.present().size() + " files, " + Amounts.bytes(bytes)));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) {
        context.progress().operation("open " + context.places().database() + " with mode=ro");
        LiveSight sight = tools.look().apply(context.places().database());
        tell(context, sight);
        boolean sound = sight.verdict() == Verdict.GREEN && sight.state() == LiveSight.State.READABLE;
        if (sound && !context.answered(RunMachine.GO_ON)) {
            return new Outcome.Ask(noReason(context));
        }
        JsonObject post = new JsonObject();
        post.addProperty("verdict", sight.verdict().name());
        post.addProperty("state", sight.state().name());
        post.addProperty("journalMode", sight.journalMode());
        post.addProperty("pageSize", sight.pageSizeBytes());
        post.addProperty("pages", sight.pageCount());
        post.add("findings", Json.array(sight.findings(), RowsJson::write));
        post.add("rows", RowsJson.write(sight.rows()));
        return new Outcome.Done(post, sound ? "no damage found" : "damaged: " + worst(sight));
    }

    private static void tell(StepContext context, LiveSight sight) {
        context.notes()
                .fact("state " + sight.state() + ", " + sight.pageCount() + " pages of " + sight.pageSizeBytes());
        List<Finding> bad = sight.findings().stream()
                .filter(finding -> finding.weight() != Verdict.GREEN)
                .toList();
        FindingLines.of(bad).forEach(context.notes()::warning);
        context.notes()
                .fact(Amounts.count(sight.rows().readable()) + " rows can be read in "
                        + sight.rows().tables().size() + " tables");
    }

    private static String worst(LiveSight sight) {
        return sight.findings().stream()
                .max((a, b) -> a.weight().compareTo(b.weight()))
                .map(FindingLines::first)
                .orElse(sight.state().name());
    }

    private static QuestionDraft noReason(StepContext context) {
        return new QuestionDraft(
                Question.Kind.NO_REASON,
                2,
                "No damage was found in " + context.database().name(),
                List.of(
                        new Fact("found", "quick_check says ok, every table can be read"),
                        new Fact("next", "the run would stop the writers and go back to an earlier state")),
                Optional.empty(),
                List.of(
                        new Question.Choice(RunMachine.ABORT, "End the run, nothing was changed", true),
                        new Question.Choice(RunMachine.GO_ON, "Go on all the same", false)));
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "look");
    }

    @Override
    public UndoOutcome undo(StepContext context) {
        return new UndoOutcome.Undone("nothing to undo");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "nothing was changed.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "";
    }
}
