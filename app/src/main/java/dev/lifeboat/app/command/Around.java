package dev.lifeboat.app.command;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.ColourDecision;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Ink;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.Surroundings;
import picocli.CommandLine;

/// What a command works with: the parts, and the options that are the same for all.
record Around(Parts parts, GlobalOptions globals) {
    Console console(CommandLine line) {
        Surroundings host = parts.surroundings();
        return new Console(
                line.getOut(),
                line.getErr(),
                new Ink(ColourDecision.colour(globals.color(), host.environment(), host.outIsTerminal())),
                new Ink(ColourDecision.colour(globals.color(), host.environment(), host.errIsTerminal())),
                host.errIsTerminal());
    }

    /// Reads the configuration and tells what is doubtful in it. Directories of databases are looked into.
    Settings settings(Console console) {
        return parts.withWhatIsThere(written(console));
    }

    /// The same, without looking for databases.
    Settings written(Console console) {
        Settings settings = parts.settings(globals.file(), globals.expand());
        settings.warnings().forEach(console.problems()::warning);
        return settings;
    }
}
