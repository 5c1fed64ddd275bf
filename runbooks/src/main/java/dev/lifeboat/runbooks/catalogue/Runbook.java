package dev.lifeboat.runbooks.catalogue;

import dev.lifeboat.runbooks.RunbookInfo;
import dev.lifeboat.runbooks.run.StepId;
import java.util.List;

/// A runbook as its file says: lines for the player, each over typed steps.
public record Runbook(RunbookInfo info, List<Line> lines) {
    public Runbook {
        lines = List.copyOf(lines);
    }

    public record Line(int number, String title, List<StepId> steps) {
        public Line {
            steps = List.copyOf(steps);
        }
    }
}
