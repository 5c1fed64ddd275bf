package dev.lifeboat.runbooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a run would do, complete: shown for consent, printed by the dry run, and frozen when the run starts. Nothing
/// has been changed yet.
///
/// `downFrom` and `downTo` are the numbers of the first and last line during which the application is down, 0 when
/// it stays up. A need that is not met keeps the run from starting.
public record RunPlan(
        RunId run,
        RunRequest request,
        RunbookInfo runbook,
        List<Line> lines,
        List<Need> needs,
        List<Fact> facts,
        int downFrom,
        int downTo,
        Duration expected,
        Duration expectedDown) {
    public RunPlan {
        lines = List.copyOf(lines);
        needs = List.copyOf(needs);
        facts = List.copyOf(facts);
    }

    /// One of the lines that the player shows. `operations` are the exact commands and file operations of its steps.
    public record Line(
            int number,
            String title,
            String summary,
            boolean asksForName,
            boolean readsOnly,
            Duration expected,
            List<String> steps,
            List<String> operations) {
        public Line {
            steps = List.copyOf(steps);
            operations = List.copyOf(operations);
        }
    }

    /// Something without which the run cannot succeed, as found just now.
    public record Need(String name, boolean met, String text) {}

    public boolean canStart() {
        return needs.stream().allMatch(Need::met);
    }

    /// The first need that is not met.
    public Optional<Need> obstacle() {
        return needs.stream().filter(need -> !need.met()).findFirst();
    }
}
