package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import dev.lifeboat.runbooks.services.Service;
import dev.lifeboat.runbooks.services.ServiceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `start`: takes the fence away and starts the services in reverse order.
final class StartStep implements Step {
    private final StepTools tools;

    StartStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) {
        List<String> operations = new ArrayList<>();
        for (var spec : context.database().services().reversed()) {
            Service service = tools.services().of(spec);
            operations.add("unfence and start " + service.name());
            service.startCommands().forEach(line -> operations.add("  " + line));
        }
        return StepPlan.of(
                operations.isEmpty() ? "nothing to start" : "services in reverse order, replication",
                StepPlan.Changes.SERVICES,
                Duration.ofSeconds(5),
                operations);
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) {
        ServiceMemory memory = ServiceMemory.of(tools, context.plan(), context.model());
        startAll(memory, context);
        return new Outcome.Done(
                new JsonObject(), memory.running().isEmpty() ? "nothing to start" : memory.names() + " started");
    }

    /// A service that did not run before the run is left as it was; its fence is taken away all the same.
    static void startAll(ServiceMemory memory, StepContext context) {
        for (ServiceMemory.Entry entry : memory.entries().reversed()) {
            context.progress().operation("unfence and start " + entry.name());
            entry.service().start(entry.before());
            context.notes()
                    .fact(entry.name()
                            + (entry.before().wasRunning() ? " started" : " left stopped, as it was before the run"));
        }
    }

    @Override
    public Standing observe(StepContext context) {
        for (ServiceMemory.Entry entry :
                ServiceMemory.of(tools, context.plan(), context.model()).running()) {
            if (entry.service().status() instanceof ServiceStatus.Stopped(String detail)) {
                return new Standing.NotDone(entry.name() + " does not run: " + detail);
            }
        }
        return Standings.repeatable(context.model(), "start");
    }

    @Override
    public UndoOutcome undo(StepContext context) throws IOException {
        ServiceMemory memory = ServiceMemory.of(tools, context.plan(), context.model());
        for (ServiceMemory.Entry entry : memory.entries()) {
            context.progress().operation("stop and fence " + entry.name());
            entry.service().stop(entry.before());
        }
        QuietStep.requireQuiet(tools, context);
        return new UndoOutcome.Undone("stopped " + memory.names());
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "the new database is in place, the old set is kept.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        String names = ServiceMemory.of(tools, plan, model).names();
        return names.isEmpty() ? "" : "stop " + names;
    }
}
