package dev.lifeboat.app.command;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.wire.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What every command has: its place in the tree, the console, and the configuration on demand.
@Command
abstract class Verb implements Callable<Integer> {
    final Around around;
    final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    Verb(Around around) {
        this.around = around;
        this.parts = around.parts();
    }

    Console console() {
        return around.console(spec.commandLine());
    }

    Settings settings() {
        return around.settings(console());
    }
}
