package dev.lifeboat.app.command;

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

    LifeboatCommand(GlobalOptions globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
