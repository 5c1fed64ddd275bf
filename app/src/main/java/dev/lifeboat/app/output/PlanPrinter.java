package dev.lifeboat.app.output;

import dev.lifeboat.runbooks.RunPlan;
import java.io.PrintWriter;

/// Shows a plan as it will be done: the same plan that a run freezes.
public final class PlanPrinter {
    private static final int TITLE_CELLS = 17;

    private final PrintWriter out;

    public PlanPrinter(PrintWriter out) {
        this.out = out;
    }

    public void print(RunPlan plan) {
        out.println(SafeText.of(
                plan.runbook().title() + ": " + plan.request().database().name() + ", "
                        + plan.request().database().path()));
        plan.facts().forEach(fact -> out.println("  " + RunPrinter.labelled(fact)));
        for (RunPlan.Line line : plan.lines()) {
            out.println("  " + line.number() + " " + padded(line.title()) + (line.asksForName() ? " ! " : "   ")
                    + SafeText.of(line.summary()));
            line.operations().forEach(operation -> out.println("      " + SafeText.of(operation)));
        }
        plan.needs()
                .forEach(need ->
                        out.println("  " + (need.met() ? "v " : "X ") + SafeText.of(need.name() + ": " + need.text())));
        out.println("  takes about " + Amounts.span(plan.expected()) + ", the application is down for about "
                + Amounts.span(plan.expectedDown()));
        out.flush();
    }

    private static String padded(String title) {
        String safe = SafeText.of(title);
        return safe + " ".repeat(Math.max(0, TITLE_CELLS - safe.length()));
    }
}
