package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words for a plan: its head, and the whole of it as the dry run shows it.
final class PlanText {
    private PlanText() {}

    static String headline(RunPlan plan) {
        String head = "For " + plan.request().database().name() + ". "
                + plan.lines().size() + " steps, " + Figures.about(plan.expected()) + ".";
        return plan.downFrom() == 0
                ? head + " The app stays up."
                : head + " The app is down in steps " + plan.downFrom() + " to " + plan.downTo() + ", "
                        + Figures.about(plan.expectedDown()) + ".";
    }

    static String uncapped(String title) {
        return title.isEmpty() ? title : title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    /// Every step with its exact commands and file operations. Nothing of it was done.
    static Overlay.Text dryRun(RunPlan plan) {
        List<String> lines = new ArrayList<>(lines(plan));
        lines.add(0, headline(plan));
        lines.add(1, "");
        lines.add("");
        plan.needs()
                .forEach(need -> lines.add((need.met() ? "needs   " : "X needs ") + need.name() + ": " + need.text()));
        lines.addAll(FactText.lines(plan.facts(), Integer.MAX_VALUE));
        return new Overlay.Text("Dry run: nothing was changed", lines, 0);
    }

    private static List<String> lines(RunPlan plan) {
        List<String> lines = new ArrayList<>();
        for (RunPlan.Line line : plan.lines()) {
            String what = line.asksForName() ? "asks for the name" : line.summary();
            lines.add(
                    line.number() + " " + uncapped(line.title()) + (what.isEmpty() ? "" : ": " + Figures.brief(what)));
            line.operations().forEach(operation -> lines.add("    " + Figures.brief(operation)));
        }
        return lines;
    }
}
