package dev.lifeboat.app.command;

import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat sync`.
@Command(name = "sync", description = "Asks the running replicate to copy everything that is committed now.")
final class SyncCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all of the configuration.")
    @Nullable
    String database;

    @Option(names = "--wait", description = "Return when it has arrived in every replica, which is always done.")
    boolean wait;

    SyncCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        for (Map.Entry<Path, ControlClient> each :
                new RunningReplicators(around, console()).of(database).entrySet()) {
            ReplicatorStatus status = each.getValue().sync();
            console()
                    .out()
                    .println(each.getKey() + "  "
                            + status.captured().map(Object::toString).orElse("nothing committed"));
        }
        return 0;
    }
}
