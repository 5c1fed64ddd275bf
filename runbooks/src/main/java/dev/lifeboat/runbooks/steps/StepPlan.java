package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import java.time.Duration;
import java.util.List;

/// A step's part of the plan. `changes` is what it does to data, services or replication.
public record StepPlan(
        String summary,
        Changes changes,
        Duration expected,
        List<String> operations,
        List<RunPlan.Need> needs,
        List<Fact> facts) {
    public StepPlan {
        operations = List.copyOf(operations);
        needs = List.copyOf(needs);
        facts = List.copyOf(facts);
    }

    public enum Changes {
        NOTHING,
        /// Files of our own, beside the live ones.
        OWN_FILES,
        SERVICES,
        /// The live database; asks for its name.
        LIVE_DATABASE
    }

    public static StepPlan of(String summary, Changes changes, Duration expected, List<String> operations) {
        return new StepPlan(summary, changes, expected, operations, List.of(), List.of());
    }

    public StepPlan needing(RunPlan.Need... found) {
        return new StepPlan(summary, changes, expected, operations, List.of(found), facts);
    }

    public StepPlan telling(Fact... told) {
        return new StepPlan(summary, changes, expected, operations, needs, List.of(told));
    }
}
