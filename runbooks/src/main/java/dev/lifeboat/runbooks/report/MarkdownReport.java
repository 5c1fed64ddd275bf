package dev.lifeboat.runbooks.report;

import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.RunModel;

/// The report for people.
final class MarkdownReport {
    private final FrozenPlan frozen;
    private final RunModel model;

    MarkdownReport(FrozenPlan frozen, RunModel model) {
        this.frozen = frozen;
        this.model = model;
    }

    String text() {
        return "# Run " + frozen.plan().run() + ": " + model.state() + "\n";
    }
}
