package dev.lifeboat.app.command;

import dev.lifeboat.app.output.ColourDecision;
import dev.lifeboat.app.output.Ink;
import dev.lifeboat.app.output.ProblemPrinter;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;

/// The whole tree of commands, and the one way in which any of them fails.
public final class CommandTree {
    private final Parts parts;

    private CommandTree(Parts parts) {
        this.parts = parts;
    }

    /// Runs one command line to its exit status. Results go to `out`, everything else to `err`.
    public static int run(Parts parts, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandTree(parts).build().setOut(out).setErr(err);
        int status = line.execute(SingleDash.doubled(args));
        out.flush();
        err.flush();
        return status;
    }

    private CommandLine build() {
        CommandLine line = new CommandLine(new LifeboatCommand());
        line.addSubcommand(new ReplicateCommand(parts));
        line.addSubcommand(new DatabasesCommand(parts));
        line.addSubcommand(new SyncCommand(parts));
        line.addSubcommand(new VersionCommand(parts));
        line.addSubcommand(new DemoShopCommand(parts));
        line.addSubcommand(new DemoServiceCommand(parts));
        line.addSubcommand(new DemoAccidentCommand());
        line.getCommandSpec().versionProvider(() ->
                new String[] {"lifeboat " + parts.version().text()});
        // Litestream's options are whole words behind one dash: `-config` is never `-c -o -n …`.
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExecutionExceptionHandler((thrown, at, parsed) -> onFailure(thrown, at));
        line.setParameterExceptionHandler((wrong, args) -> onUsage(wrong));
        return line;
    }

    private int onFailure(Exception thrown, CommandLine at) {
        Problem problem = thrown instanceof ProblemException known ? known.problem() : bug(thrown);
        return printer(at).print(problem);
    }

    private int onUsage(CommandLine.ParameterException wrong) {
        CommandLine at = wrong.getCommandLine();
        String name = at.getCommandSpec().qualifiedName();
        Problem problem = Problem.of(ProblemCode.USAGE, firstLine(wrong)).withNext(name + " --help");
        return printer(at).print(problem);
    }

    private static Problem bug(Exception thrown) {
        Problem problem = Problem.of(ProblemCode.BUG, "this is a bug in Lifeboat: " + thrown);
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? problem : problem.withDetail("at " + trace[0]);
    }

    private static String firstLine(Exception thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private ProblemPrinter printer(CommandLine at) {
        boolean colour = ColourDecision.colour(
                Optional.empty(),
                parts.surroundings().environment(),
                parts.surroundings().errIsTerminal());
        return new ProblemPrinter(at.getErr(), new Ink(colour));
    }
}
