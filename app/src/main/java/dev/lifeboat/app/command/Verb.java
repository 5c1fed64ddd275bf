package dev.lifeboat.app.command;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.ColourDecision;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Ink;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every command has: its place in the tree, the console, and the configuration on demand.
@Command
abstract class Verb implements Callable<Integer> {
    final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(names = "--color", negatable = true, description = "Colour on or off; else the terminal decides.")
    @Nullable
    Boolean color;

    Verb(Parts parts) {
        this.parts = parts;
    }

    Console console() {
        Surroundings around = parts.surroundings();
        Optional<Boolean> asked = Optional.ofNullable(color);
        return new Console(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                new Ink(ColourDecision.colour(asked, around.environment(), around.outIsTerminal())),
                new Ink(ColourDecision.colour(asked, around.environment(), around.errIsTerminal())),
                around.errIsTerminal());
    }

    /// Reads the configuration and tells what is doubtful in it.
    Settings settings() {
        Settings settings = parts.settings(config.file(), config.expand());
        settings.warnings().forEach(console().problems()::warning);
        return settings;
    }
}
