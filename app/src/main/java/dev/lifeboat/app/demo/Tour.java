package dev.lifeboat.app.demo;

import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The demonstration without a terminal: the same runbook, unattended, telling what it does.
public final class Tour {
    private final Runs runs;
    private final PrintWriter out;

    public Tour(Runs runs, PrintWriter out) {
        this.runs = runs;
        this.out = out;
    }

    /// Shows the plan, starts the run and follows it to where it stands. `follow` tells each view and returns
    /// the last.
    public RunView run(DatabaseSpec database, Actor actor, Consumer<RunPlan> show, Function<RunId, RunView> follow) {
        out.println("4  Runbook \"corruption\", unattended: --yes --confirm " + database.name());
        RunPlan plan = runs.plan(new RunRequest(
                "corruption",
                database,
                new PointChoice.Newest(),
                new Consent(true, Optional.of(database.name())),
                actor));
        show.accept(plan);
        out.println();
        out.flush();
        return follow.apply(runs.start(plan));
    }

    /// The report of the run, in full.
    public void report(RunId run) {
        out.println();
        out.println("5  The report of the run");
        out.println();
        runs.report(run).lines().forEach(line -> out.println("   " + line));
        out.println();
        out.flush();
    }
}
