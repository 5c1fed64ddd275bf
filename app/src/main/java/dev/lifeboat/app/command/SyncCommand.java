package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        for (Path path : paths()) {
            ControlClient client = ControlClient.open(path)
                    .orElseThrow(
                            () -> new ProblemException(Problem.of(ProblemCode.FAILED, "no replicate runs for " + path)
                                    .withNext("lifeboat replicate")));
            ReplicatorStatus status = client.sync();
            console()
                    .out()
                    .println(path + "  "
                            + status.captured().map(Object::toString).orElse("nothing committed"));
        }
        return 0;
    }

    private List<Path> paths() {
        return database == null
                ? settings().databases().stream().map(DatabaseSettings::path).toList()
                : List.of(new Subjects(around, console()).path(database));
    }
}
