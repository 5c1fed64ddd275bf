package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.run.StepId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Every step that a runbook can name.
public final class Steps {
    private Steps() {}

    public static Map<StepId, Step> all(StepTools tools) {
        Map<StepId, Step> steps = new LinkedHashMap<>();
        steps.put(new StepId("look"), new LookStep(tools));
        steps.put(new StepId("stop"), new StopStep(tools));
        steps.put(new StepId("quiet"), new QuietStep(tools));
        steps.put(new StepId("save"), new SaveStep());
        steps.put(new StepId("choose"), new ChooseStep(tools));
        steps.put(new StepId("restore"), new RestoreStep(tools));
        steps.put(new StepId("prove"), new ProveStep(tools));
        steps.put(new StepId("place"), new PlaceStep(tools));
        steps.put(new StepId("start"), new StartStep(tools));
        steps.put(new StepId("health"), new HealthStep(tools));
        steps.put(new StepId("resume"), new ResumeStep(tools));
        steps.put(new StepId("report"), new ReportStep());
        return Map.copyOf(steps);
    }
}
