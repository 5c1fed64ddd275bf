package dev.lifeboat.app.command;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.tui.FullScreen;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Screens;
import dev.lifeboat.app.wire.Surroundings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lifeboat` itself.
@Command(
        name = "lifeboat",
        description = "Replicates SQLite databases and brings them back.",
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done",
            " 1:failed",
            " 2:usage or configuration",
            " 3:no such backup or point, out of range, or a broken chain",
            " 4:the assembled file failed its proof",
            " 5:refused for safety, or needs a confirmation",
            " 6:store unreachable or denied, missing bucket included",
            " 7:another Lifeboat holds it",
            "70:a bug in Lifeboat"
        },
        footerHeading = "%n",
        footer = "Long options are accepted with one dash too, so that units and scripts written for Litestream work.")
final class LifeboatCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Around around;

    @Mixin
    final GlobalOptions globals;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.",
            scope = CommandLine.ScopeType.INHERIT)
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version and end.")
    boolean version;

    @Option(names = "--plain", description = "Questions and lines instead of the full screen.")
    boolean plain;

    @Option(names = "--ascii", description = "No characters outside ASCII.")
    boolean ascii;

    LifeboatCommand(Around around) {
        this.around = around;
        this.globals = around.globals();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = around.console(spec.commandLine());
        Settings settings = around.settings(console);
        Surroundings host = around.parts().surroundings();
        Screens screens = around.parts().screens(settings);
        Logging.off();
        if (plain || host.variable("LIFEBOAT_PLAIN").equals("1")) {
            return screens.plain(console.out());
        }
        boolean terminals = host.inIsTerminal() && host.outIsTerminal();
        if (terminals && host.variable("TERM").equals("dumb")) {
            console.note("this terminal is \"dumb\": plain mode, as with: lifeboat --plain");
            return screens.plain(console.out());
        }
        Optional<String> refusal = FullScreen.refusal(host.environment(), terminals);
        if (refusal.isPresent()) {
            int status = new StatusLines(around.parts(), console).print(settings, settings.databases(), false);
            console.note(refusal.get());
            return status;
        }
        return screens.fullScreen(console.outInk().on(), ascii);
    }
}
