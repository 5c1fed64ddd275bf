package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.UndoOutcome;
import dev.lifeboat.runbooks.services.Service;
import dev.lifeboat.runbooks.services.ServiceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `stop`: stops and fences the services, lets our replicator send what it has and let go.
///
/// The services first: while the replicator is connected, an application that closes the database is not the last
/// one to do so, and SQLite neither checkpoints nor deletes the `-wal` (ST). The replicator then ends by ST-1, which
/// leaves the set as it is.
final class StopStep implements Step {
    private static final Duration A_SERVICE = Duration.ofSeconds(10);
    private final StepTools tools;

    StopStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        List<String> operations = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<RunPlan.Need> needs = new ArrayList<>();
        for (var spec : context.database().services()) {
            Service service = tools.services().of(spec);
            names.add(service.name());
            operations.add("stop and fence " + service.name());
            service.stopCommands().forEach(line -> operations.add("  " + line));
            needs.add(need(service));
        }
        boolean replicated = Replication.of(context.places().database()).isPresent();
        if (replicated) {
            operations.add("replicator: sync, then release");
        }
        String who = names.isEmpty() ? "no service configured" : String.join(", ", names) + ", fence";
        return StepPlan.of(
                        who + (replicated ? ", replication" : ""),
                        StepPlan.Changes.SERVICES,
                        A_SERVICE.multipliedBy(Math.max(1, names.size())),
                        operations)
                .needing(needs.toArray(RunPlan.Need[]::new))
                .telling(new Fact("writers", names.isEmpty() ? "none configured" : String.join(", ", names)));
    }

    private static RunPlan.Need need(Service service) {
        try {
            return switch (service.status()) {
                case ServiceStatus.Running(String detail) ->
                    new RunPlan.Need(service.name(), true, "running" + (detail.isEmpty() ? "" : " " + detail));
                case ServiceStatus.Stopped(String detail) ->
                    new RunPlan.Need(service.name(), true, "stopped" + (detail.isEmpty() ? "" : " " + detail));
                case ServiceStatus.Unclear(String reason) -> new RunPlan.Need(service.name(), false, reason);
            };
        } catch (ProblemException e) {
            return new RunPlan.Need(service.name(), false, e.problem().message());
        }
    }

    /// What the services were is asked once: after a stop that was interrupted they are no longer what they were.
    @Override
    public Preparation prepare(StepContext context) throws IOException {
        JsonObject known = context.model().step(new StepId("stop")).pre();
        if (known.has("services")) {
            return new Preparation.Ready(known);
        }
        JsonObject pre = new JsonObject();
        pre.add("services", ServiceMemory.ask(ServiceMemory.services(tools, context.plan())));
        pre.addProperty(
                "replicated", Replication.of(context.places().database()).isPresent());
        return new Preparation.Ready(pre);
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        ServiceMemory memory = ServiceMemory.of(tools, context.plan(), context.model());
        for (ServiceMemory.Entry entry : memory.entries()) {
            context.progress().operation("stop and fence " + entry.name());
            entry.service().stop(entry.before());
            context.notes()
                    .fact(entry.name() + " stopped" + (entry.before().wasRunning() ? "" : " (it did not run before)"));
        }
        if (memory.entries().isEmpty()) {
            context.notes().warning("no service is configured: whoever writes this database was not stopped");
        }
        JsonObject post = new JsonObject();
        Optional<ControlClient> replicator = Replication.of(context.places().database());
        if (replicator.isPresent()) {
            post.add("replicator", Replication.handOver(replicator.get(), context));
        }
        return new Outcome.Done(post, memory.entries().isEmpty() ? "nothing to stop" : memory.names() + " stopped");
    }

    @Override
    public Standing observe(StepContext context) {
        if (!Standings.overtakenBy(context.model(), "start")) {
            for (ServiceMemory.Entry entry :
                    ServiceMemory.of(tools, context.plan(), context.model()).entries()) {
                if (entry.service().status() instanceof ServiceStatus.Running(String detail)) {
                    return new Standing.NotDone(entry.name() + " runs: " + detail);
                }
            }
        }
        return Standings.repeatable(context.model(), "stop");
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        ServiceMemory memory = ServiceMemory.of(tools, context.plan(), context.model());
        StartStep.startAll(memory, context);
        Optional<ControlClient> replicator = Replication.of(context.places().database());
        if (replicator.isPresent()) {
            reopen(replicator.get(), context);
        }
        return new UndoOutcome.Undone(memory.entries().isEmpty() ? "nothing was stopped" : "started " + memory.names());
    }

    /// The old database may be damaged in a way that keeps it from being replicated: then the replicator says so and
    /// looks at it again, and the undo is no less complete.
    private static void reopen(ControlClient replicator, StepContext context) throws IOException {
        try {
            ReplicatorStatus status = replicator.reopen();
            context.notes().fact("replication reopened the old database: " + Replication.text(status.captured()));
        } catch (ProblemException e) {
            context.notes().warning("the replicator did not take up the old database: " + e.getMessage());
        }
    }

    @Override
    public List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        List<Fact> facts = new ArrayList<>();
        for (ServiceMemory.Entry entry : ServiceMemory.of(tools, plan, model).entries()) {
            String before = entry.before().wasRunning() ? "ran" : "did not run";
            facts.add(
                    new Fact("service", entry.name() + " " + now(entry.service()) + ", " + before + " before the run"));
        }
        facts.add(
                new Fact("replicator", Replication.now(plan.request().database().path())));
        return facts;
    }

    private static String now(Service service) {
        return switch (service.status()) {
            case ServiceStatus.Running _ -> "runs";
            case ServiceStatus.Stopped _ -> "is stopped";
            case ServiceStatus.Unclear(String reason) -> "cannot be told: " + reason;
        };
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "live files untouched.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        String names = ServiceMemory.of(tools, plan, model).names();
        return names.isEmpty() ? "reopen replication" : "start " + names;
    }
}
