package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Problem;

/// The answer of [RestorePlanner].
public sealed interface PlanOutcome {
    record Planned(RestorePlan plan) implements PlanOutcome {}

    /// The target cannot be had. `nearest` can, as far as the names in the store tell.
    record NoPath(Problem problem, Nearest nearest) implements PlanOutcome {}
}
