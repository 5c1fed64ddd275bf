package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// `report`: clears what was only for looking, and says where the report is. The worker writes the report itself
/// just before the last record goes into the journal, so that it tells the end too.
final class ReportStep implements Step {
    @Override
    public StepPlan plan(PlanContext context) {
        return StepPlan.of("report", StepPlan.Changes.NOTHING, Duration.ofSeconds(1), List.of("write report.md"));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        PrivateFiles.deleteTree(context.places().scratch());
        String report = context.runDirectory().resolve("report.md").toString();
        context.notes().fact("report: " + report);
        JsonObject post = new JsonObject();
        post.addProperty("report", report);
        return new Outcome.Done(post, report);
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "report");
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
