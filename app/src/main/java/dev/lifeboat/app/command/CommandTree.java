package dev.lifeboat.app.command;

import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/// The whole tree of commands, and the one way in which any of them fails.
public final class CommandTree {
    private static final String REPLICATE = "replicate";

    private final Around around;

    private CommandTree(Around around) {
        this.around = around;
    }

    /// Runs one command line to its exit status. Results go to `out`, everything else to `err`.
    public static int run(Parts parts, PrintWriter out, PrintWriter err, String... args) {
        CommandTree tree = new CommandTree(new Around(parts, new GlobalOptions()));
        int status = tree.build(args).setOut(out).setErr(err).execute(SingleDash.doubled(args));
        out.flush();
        err.flush();
        return status;
    }

    private CommandLine build(String... words) {
        Parts parts = around.parts();
        CommandLine line = new CommandLine(new LifeboatCommand(around));
        // What runs for months does not keep the descriptions of all the others in memory.
        if (words.length > 0 && words[0].equals(REPLICATE)) {
            line.addSubcommand(new ReplicateCommand(around));
        } else {
            addAll(line);
        }
        line.getCommandSpec().versionProvider(() ->
                new String[] {"lifeboat " + parts.version().text()});
        // Litestream's options are whole words behind one dash: `-config` is never `-c -o -n …`.
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExecutionExceptionHandler((thrown, at, parsed) -> onFailure(thrown, at));
        line.setParameterExceptionHandler((wrong, args) -> onUsage(wrong));
        return line;
    }

    private void addAll(CommandLine line) {
        Parts parts = around.parts();
        line.addSubcommand(new StatusCommand(around));
        line.addSubcommand(new DatabasesCommand(around));
        line.addSubcommand(new GenerationsCommand(around));
        line.addSubcommand(new SnapshotsCommand(around));
        line.addSubcommand(new WalCommand(around));
        line.addSubcommand(new LtxCommand(around));
        line.addSubcommand(new PointsCommand(around));
        line.addSubcommand(new ReplicateCommand(around));
        line.addSubcommand(new RestoreCommand(around));
        line.addSubcommand(new RecoverCommand(around));
        line.addSubcommand(new VerifyCommand(around));
        line.addSubcommand(new RunbookCommand(around));
        line.addSubcommand(new RunCommand(around));
        line.addSubcommand(new SyncCommand(around));
        line.addSubcommand(new PauseCommand(around));
        line.addSubcommand(new ResumeCommand(around));
        line.addSubcommand(new DemoCommand(around));
        line.addSubcommand(new VersionCommand(parts));
        line.addSubcommand(new ResetTerminalCommand());
        line.addSubcommand(new WorkerCommand(parts));
        line.addSubcommand(new DemoShopCommand(parts));
        line.addSubcommand(new DemoServiceCommand(parts));
        line.addSubcommand(new DemoAccidentCommand());
    }

    private int onFailure(Exception thrown, CommandLine at) {
        return around.console(at).problems().print(Failures.problem(thrown));
    }

    private int onUsage(CommandLine.ParameterException wrong) {
        CommandLine at = wrong.getCommandLine();
        String name = at.getCommandSpec().qualifiedName();
        Problem problem = Problem.of(ProblemCode.USAGE, Failures.firstLine(wrong));
        for (String nearest : nearest(wrong)) {
            problem = problem.withDetail("the nearest is: " + name + " " + nearest);
        }
        return around.console(at).problems().print(problem.withNext(name + " --help"));
    }

    private static List<String> nearest(CommandLine.ParameterException wrong) {
        return wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(1).toList()
                : List.of();
    }
}
