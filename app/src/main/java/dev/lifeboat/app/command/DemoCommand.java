package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.demo.LedgerAudit;
import dev.lifeboat.app.demo.Sandbox;
import dev.lifeboat.app.demo.Stage;
import dev.lifeboat.app.demo.Strike;
import dev.lifeboat.app.demo.Tour;
import dev.lifeboat.app.output.PlanPrinter;
import dev.lifeboat.app.output.RunPrinter;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Screens;
import dev.lifeboat.app.wire.Surroundings;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lifeboat demo`.
@Command(
        name = "demo",
        description = "A sandbox with a real database, a live writer, a file replica and an accident to recover from.",
        footer = "%nOn a terminal you recover it yourself; without one it recovers itself and shows the evidence.")
final class DemoCommand extends Verb {
    private static final int FAILED = 1;

    @Option(names = "--keep", description = "Leave the files of the sandbox. Its processes end in any case.")
    boolean keep;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the sandbox is made; the temporary directory.")
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--plain", description = "Questions and lines instead of the full screen.")
    boolean plain;

    @Option(names = "--ascii", description = "No characters outside ASCII.")
    boolean ascii;

    DemoCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.off();
        Sandbox sandbox = Sandbox.create(parts.surroundings().resolve(directory.toString()), new SecureRandom());
        Strike strike = new Strike(
                sandbox,
                parts.ownExecutable().with().getFirst(),
                keep,
                parts.surroundings().clock());
        Thread hook = new Thread(() -> strikeQuietly(strike), "strike");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return perform(sandbox, strike);
        } finally {
            strikeQuietly(strike);
            out().println(keep ? "Kept: " + sandbox.root() : "The sandbox is removed.");
            out().flush();
        }
    }

    private int perform(Sandbox sandbox, Strike strike) throws IOException, InterruptedException {
        out().println("Lifeboat demo in " + sandbox.root() + (keep ? "" : ", removed at the end"));
        out().println();
        long acknowledged = new Stage(
                        sandbox,
                        parts.ownExecutable()::with,
                        strike::start,
                        parts.surroundings().clock(),
                        out())
                .set();
        Settings settings = parts.settings(Optional.of(sandbox.configuration().toString()), true);
        return isAttended() ? attended(sandbox, settings, acknowledged) : unattended(sandbox, settings, acknowledged);
    }

    private boolean isAttended() {
        Surroundings host = parts.surroundings();
        return isPlain() || (host.inIsTerminal() && host.outIsTerminal());
    }

    private boolean isPlain() {
        Surroundings host = parts.surroundings();
        String term = host.variable("TERM");
        boolean terminal = host.inIsTerminal() && host.outIsTerminal();
        return plain
                || host.variable("LIFEBOAT_PLAIN").equals("1")
                || (terminal && (term.isEmpty() || term.equals("dumb")));
    }

    private int attended(Sandbox sandbox, Settings settings, long acknowledged)
            throws IOException, InterruptedException {
        Screens screens = parts.screens(settings);
        int status = isPlain()
                ? screens.plain(out())
                : screens.fullScreen(console().outInk().on(), ascii);
        Optional<RunView> last = parts.runs(settings).list().stream().findFirst();
        if (last.isEmpty() || last.get().state() != RunState.DONE) {
            out().println(last.map(run -> "Run " + run.run() + " was left: " + run.stateText())
                    .orElse("Nothing was recovered."));
            return status;
        }
        boolean good = new LedgerAudit(sandbox, out()).passes(acknowledged);
        return good ? status : FAILED;
    }

    private int unattended(Sandbox sandbox, Settings settings, long acknowledged) throws IOException {
        Runs runs = parts.runs(settings);
        DatabaseSettings database = settings.databases().getFirst();
        Tour tour = new Tour(runs, out());
        RunView last = tour.run(
                database.spec(settings.environment()),
                parts.actor(),
                new PlanPrinter(out())::print,
                run -> new RunFollowing(runs, console(), around.globals().again())
                        .untilItStands(run, new RunPrinter(out())));
        tour.report(last.run());
        boolean good = new LedgerAudit(sandbox, out()).passes(acknowledged);
        out().println();
        out().println("Run " + last.run() + ": " + last.stateText() + ".");
        return good && last.state() == RunState.DONE ? 0 : FAILED;
    }

    private void strikeQuietly(Strike strike) {
        try {
            strike.everything();
        } catch (IOException e) {
            console().problems().warning(String.valueOf(e.getMessage()));
        }
    }

    private PrintWriter out() {
        return console().out();
    }
}
