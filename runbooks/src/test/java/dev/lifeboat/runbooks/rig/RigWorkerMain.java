package dev.lifeboat.runbooks.rig;

import dev.lifeboat.runbooks.worker.WorkerMain;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The worker of the rig. The first argument says where it dies (see [Death]), the rest is a worker's.
public final class RigWorkerMain {
    private RigWorkerMain() {}

    public static void main(String[] arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        Death death = Death.parse(rest.removeFirst());
        System.exit(new WorkerMain(RigSteps.with(death), Clock.systemUTC()).run(rest));
    }
}
