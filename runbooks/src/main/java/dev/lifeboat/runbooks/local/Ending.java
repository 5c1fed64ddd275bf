package dev.lifeboat.runbooks.local;

import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord.Status;
import java.util.ArrayList;
import java.util.List;

/// What a run that is over leaves behind, as one sentence that fits a line of 80: which database is in place, what
/// stands still, what is kept.
final class Ending {
    private final RunPlan plan;
    private final RunModel model;

    Ending(RunPlan plan, RunModel model) {
        this.plan = plan;
        this.model = model;
    }

    String sentence(RunState state) {
        String directory = ".lifeboat-" + plan.run();
        if (state == RunState.UNDONE) {
            return "everything is as it was before the run"
                    + (status("save") == Status.UNDONE ? ", the saved set is in " + directory + "." : ".");
        }
        if (model.isDone("place")) {
            return "new database in place, old set kept in " + directory + "/live" + standing() + ".";
        }
        String live = isTouched("place")
                ? "both sets are whole in " + directory + ", nobody can open the database"
                : "live files untouched";
        return live + standing() + (model.isDone("save") ? ", saved set kept." : ".");
    }

    private String standing() {
        List<String> stopped = new ArrayList<>();
        boolean services = !plan.request().database().services().isEmpty();
        if (services && isTouched("stop") && !model.isDone("start")) {
            stopped.add("services");
        }
        if (model.post("stop").has("replicator") && !model.isDone("resume")) {
            stopped.add("replication");
        }
        String names = String.join(" and ", stopped);
        return switch (stopped.size()) {
            case 0 -> "";
            case 1 -> names.equals("services") ? ", services stay stopped" : ", replication stays stopped";
            default -> ", " + names + " stay stopped";
        };
    }

    private boolean isTouched(String step) {
        return model.step(new StepId(step)).touched();
    }

    private Status status(String step) {
        return model.step(new StepId(step)).status();
    }
}
