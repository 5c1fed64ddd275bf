package dev.lifeboat.runbooks.rig;

import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.Runs;
import dev.lifeboat.runbooks.WorkerLauncher;
import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.local.RunSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// A screen that follows a run and prints its states until it is killed. Arguments: state directory, run.
public final class FollowerMain {
    private FollowerMain() {}

    public static void main(String[] arguments) {
        LocalRuns runs = new LocalRuns(
                new RunSettings(Path.of(arguments[0]), List.of()),
                new WorkerLauncher(List.of("false")),
                RigSteps.with(Death.parse("never")),
                Clock.systemUTC(),
                RandomGenerator.getDefault());
        try (Runs.Following _ = runs.follow(RunId.parse(arguments[1]), view -> System.out.println(view.state()))) {
            while (true) {
                LockSupport.park();
            }
        }
    }
}
