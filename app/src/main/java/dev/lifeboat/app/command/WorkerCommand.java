package dev.lifeboat.app.command;

import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Parts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The process that does the work of one run. Its standard streams are the run's log.
@Command(name = "worker", hidden = true, description = "Does the work of one run.")
final class WorkerCommand implements Callable<Integer> {
    private final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "ARG")
    List<String> arguments = List.of();

    WorkerCommand(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() {
        Logging.to(spec.commandLine().getErr(), LoggingSettings.standard());
        return parts.worker().run(arguments);
    }
}
