package dev.lifeboat.runbooks.plan;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.catalogue.Runbook;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.steps.PlanContext;
import dev.lifeboat.runbooks.steps.RunPlaces;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepPlan;
import dev.lifeboat.runbooks.steps.StepPlan.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes a plan from what each step of a runbook says it would do, after a fresh look. Changes nothing.
public final class Planner {
    private final Map<StepId, Step> steps;

    public Planner(Map<StepId, Step> steps) {
        this.steps = Map.copyOf(steps);
    }

    public RunPlan plan(RunId run, Runbook runbook, RunRequest asked) throws IOException {
        RunRequest request = withRealPath(asked);
        PlanContext context =
                new PlanContext(run, request, RunPlaces.of(request.database().path(), run));
        List<RunPlan.Line> lines = new ArrayList<>();
        List<RunPlan.Need> needs = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        for (Runbook.Line line : runbook.lines()) {
            List<StepPlan> plans = new ArrayList<>();
            for (StepId step : line.steps()) {
                plans.add(step(step).plan(context));
            }
            lines.add(line(line, plans));
            plans.forEach(plan -> needs.addAll(plan.needs()));
            plans.forEach(plan -> facts.addAll(plan.facts()));
        }
        int downFrom = lineWith(runbook, "stop");
        int downTo = lineWith(runbook, "start");
        return new RunPlan(
                run,
                request,
                runbook.info(),
                lines,
                needs,
                facts,
                downFrom,
                downTo,
                sum(lines, 1, lines.size()),
                downFrom == 0 ? Duration.ZERO : sum(lines, downFrom, downTo == 0 ? lines.size() : downTo));
    }

    /// SQLite names `-wal` after the real path, and during the swap the name cannot be resolved: the plan keeps
    /// where it led when it was made (RB-6).
    private static RunRequest withRealPath(RunRequest request) throws IOException {
        DatabaseSpec database = request.database();
        Path path = database.path().normalize();
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "no directory for " + path));
        }
        Path real = Files.exists(path) ? path.toRealPath() : parent.toRealPath().resolve(path.getFileName());
        DatabaseSpec found = new DatabaseSpec(
                database.name(),
                real,
                database.replicas(),
                database.services(),
                database.health(),
                database.owner(),
                database.mode(),
                database.checks(),
                database.environment());
        return new RunRequest(request.runbook(), found, request.point(), request.consent(), request.actor());
    }

    private Step step(StepId id) {
        Step step = steps.get(id);
        if (step == null) {
            throw new ProblemException(Problem.of(ProblemCode.BUG, "this program has no step " + id));
        }
        return step;
    }

    private static RunPlan.Line line(Runbook.Line line, List<StepPlan> plans) {
        String summary = plans.stream()
                .map(StepPlan::summary)
                .filter(text -> !text.isEmpty())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return new RunPlan.Line(
                line.number(),
                line.title(),
                summary,
                plans.stream().anyMatch(plan -> plan.changes() == Changes.LIVE_DATABASE),
                plans.stream().allMatch(plan -> plan.changes() == Changes.NOTHING),
                plans.stream().map(StepPlan::expected).reduce(Duration.ZERO, Duration::plus),
                line.steps().stream().map(StepId::text).toList(),
                plans.stream().flatMap(plan -> plan.operations().stream()).toList());
    }

    private static int lineWith(Runbook runbook, String step) {
        return runbook.lines().stream()
                .filter(line -> line.steps().contains(new StepId(step)))
                .mapToInt(Runbook.Line::number)
                .findFirst()
                .orElse(0);
    }

    private static Duration sum(List<RunPlan.Line> lines, int from, int to) {
        return lines.stream()
                .filter(line -> line.number() >= from && line.number() <= to)
                .map(RunPlan.Line::expected)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
