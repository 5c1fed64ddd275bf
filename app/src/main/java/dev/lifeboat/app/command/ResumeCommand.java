package dev.lifeboat.app.command;

import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lifeboat resume`.
@Command(
        name = "resume",
        description = "Makes the running replicate take up a database again, whatever lies at its path now.",
        footer = "%nReturns when its snapshot and all that is committed is in every replica.")
final class ResumeCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all of the configuration.")
    @Nullable
    String database;

    ResumeCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        Map<Path, ControlClient> replicators = new RunningReplicators(around, console()).of(database);
        for (Map.Entry<Path, ControlClient> each : replicators.entrySet()) {
            ReplicatorStatus status = each.getValue().reopen();
            console()
                    .out()
                    .println(each.getKey() + "  replicating  "
                            + status.captured().map(Object::toString).orElse("nothing committed"));
        }
        return 0;
    }
}
