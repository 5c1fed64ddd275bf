package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.runbooks.Runs;
import dev.lifeboat.runbooks.WorkerLauncher;
import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.local.RunSettings;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.services.Commands;
import dev.lifeboat.runbooks.services.HealthChecks;
import dev.lifeboat.runbooks.services.HostServices;
import dev.lifeboat.runbooks.services.LocalCommands;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepTools;
import dev.lifeboat.runbooks.steps.Steps;
import dev.lifeboat.runbooks.steps.StoreOpener;
import dev.lifeboat.runbooks.worker.WorkerMain;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// What runs are made of: the typed steps over the engine and the services, the worker, and the face for
/// screens.
final class RunParts {
    private static final List<Path> RUNBOOKS = List.of(Path.of("/etc/lifeboat/runbooks"));

    private final OwnExecutable executable;
    private final StoreOpener stores;
    private final Clock clock;

    RunParts(OwnExecutable executable, StoreOpener stores, Clock clock) {
        this.executable = executable;
        this.stores = stores;
        this.clock = clock;
    }

    Runs runs(Settings settings) {
        return new LocalRuns(
                new RunSettings(settings.stateDirectory(), RUNBOOKS),
                new WorkerLauncher(executable.with("worker")),
                steps(),
                clock,
                new SecureRandom());
    }

    WorkerMain worker() {
        return new WorkerMain(steps(), clock);
    }

    private Map<StepId, Step> steps() {
        Commands commands = new LocalCommands();
        HealthChecks health = new HealthChecks(commands);
        return Steps.all(StepTools.of(new HostServices(commands), health::of, stores));
    }
}
