package dev.lifeboat.app.command;

import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/// The whole tree of commands, and the one way in which any of them fails.
public final class CommandTree {
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
        Map<String, Supplier<Callable<Integer>>> commands = commands();
        // The descriptions of the others take time at each start, and the memory of what runs for months.
        Optional.ofNullable(words.length > 0 ? commands.get(words[0]) : null)
                .map(List::of)
                .orElseGet(() -> List.copyOf(commands.values()))
                .forEach(command -> line.addSubcommand(command.get()));
        line.getCommandSpec().versionProvider(() ->
                new String[] {"lifeboat " + parts.version().text()});
        // Litestream's options are whole words behind one dash: `-config` is never `-c -o -n …`.
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExecutionExceptionHandler((thrown, at, parsed) -> onFailure(thrown, at));
        line.setParameterExceptionHandler((wrong, args) -> onUsage(unknownFirst(wrong, args)));
        return line;
    }

    /// In the order of the help.
    private Map<String, Supplier<Callable<Integer>>> commands() {
        Parts parts = around.parts();
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("status", () -> new StatusCommand(around));
        commands.put("databases", () -> new DatabasesCommand(around));
        commands.put("generations", () -> new GenerationsCommand(around));
        commands.put("snapshots", () -> new SnapshotsCommand(around));
        commands.put("wal", () -> new WalCommand(around));
        commands.put("ltx", () -> new LtxCommand(around));
        commands.put("points", () -> new PointsCommand(around));
        commands.put("replicate", () -> new ReplicateCommand(around));
        commands.put("restore", () -> new RestoreCommand(around));
        commands.put("recover", () -> new RecoverCommand(around));
        commands.put("verify", () -> new VerifyCommand(around));
        commands.put("runbook", () -> new RunbookCommand(around));
        commands.put("run", () -> new RunCommand(around));
        commands.put("sync", () -> new SyncCommand(around));
        commands.put("pause", () -> new PauseCommand(around));
        commands.put("resume", () -> new ResumeCommand(around));
        commands.put("demo", () -> new DemoCommand(around));
        commands.put("version", () -> new VersionCommand(parts));
        commands.put("reset-terminal", ResetTerminalCommand::new);
        commands.put("worker", () -> new WorkerCommand(parts));
        commands.put("demo-shop", () -> new DemoShopCommand(parts));
        commands.put("demo-service", () -> new DemoServiceCommand(parts));
        commands.put("demo-accident", DemoAccidentCommand::new);
        return commands;
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

    /// Where a word is missing and another means nothing, the latter is the mistake: it was to be the option of
    /// some value, or is misspelt.
    private static CommandLine.ParameterException unknownFirst(CommandLine.ParameterException wrong, String... args) {
        CommandLine.Model.CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        List<String> unknown = Arrays.stream(args)
                .takeWhile(arg -> !arg.equals("--"))
                .filter(arg -> arg.startsWith("--"))
                .map(arg -> arg.replaceFirst("=.*", ""))
                .filter(name -> spec.findOption(name) == null)
                .limit(1)
                .toList();
        return wrong instanceof CommandLine.MissingParameterException && !unknown.isEmpty()
                ? new CommandLine.UnmatchedArgumentException(wrong.getCommandLine(), unknown)
                : wrong;
    }

    private static List<String> nearest(CommandLine.ParameterException wrong) {
        return wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(1).toList()
                : List.of();
    }
}
