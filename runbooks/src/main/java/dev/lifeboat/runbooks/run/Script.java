package dev.lifeboat.runbooks.run;

import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.RunPlan;
import java.util.List;

/// The order of the steps and the line of the player that each belongs to, with the consent that was given
/// beforehand.
public record Script(List<Line> lines, Consent consent, String actor) {
    public Script {
        lines = List.copyOf(lines);
    }

    public record Line(int number, List<StepId> steps) {
        public Line {
            steps = List.copyOf(steps);
        }
    }

    public static Script of(RunPlan plan) {
        return new Script(
                plan.lines().stream()
                        .map(line -> new Line(
                                line.number(),
                                line.steps().stream().map(StepId::new).toList()))
                        .toList(),
                plan.request().consent(),
                plan.request().actor().toString());
    }

    public List<StepId> steps() {
        return lines.stream().flatMap(line -> line.steps().stream()).toList();
    }

    /// The number of the line that holds `step`, 0 for none.
    public int lineOf(StepId step) {
        return lines.stream()
                .filter(line -> line.steps().contains(step))
                .mapToInt(Line::number)
                .findFirst()
                .orElse(0);
    }

    /// `first` and every step behind it.
    public List<StepId> from(StepId first) {
        List<StepId> all = steps();
        int start = all.indexOf(first);
        return start < 0 ? List.of() : all.subList(start, all.size());
    }
}
