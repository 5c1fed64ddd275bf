package dev.lifeboat.app.command;

import dev.lifeboat.app.wire.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `lifeboat version`.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    private final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    VersionCommand(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("lifeboat " + parts.version().text());
        return 0;
    }
}
