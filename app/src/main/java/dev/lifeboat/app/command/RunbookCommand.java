package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.PlanPrinter;
import dev.lifeboat.app.output.RunJson;
import dev.lifeboat.app.output.SafeText;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.RunbookInfo;
import dev.lifeboat.runbooks.Runs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat runbook`: guided procedures without full screen.
@Command(name = "runbook", description = "Guided procedures: list, show, run.")
final class RunbookCommand extends Verb {
    RunbookCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists the runbooks.")
    int list(@Option(names = "--json", description = "As JSON.") boolean json) {
        List<RunbookInfo> runbooks = runs(settings()).runbooks();
        if (json) {
            Json.print(console().out(), Json.array(runbooks, RunJson::runbook));
            return 0;
        }
        Table table = new Table("runbook", "for", "when", "source");
        runbooks.forEach(info -> table.row(info.id(), info.title(), info.when(), info.source()));
        table.print(console().out());
        return 0;
    }

    @Command(name = "show", description = "Shows the steps of a runbook.")
    int show(
            @Parameters(paramLabel = "RUNBOOK") String id,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        RunbookInfo info = runs(settings()).runbooks().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemCode.USAGE, "no such runbook: " + id).withNext("lifeboat runbook list")));
        if (json) {
            Json.print(console().out(), RunJson.runbook(info));
            return 0;
        }
        console().out().println(SafeText.of(info.id() + ": " + info.title() + ". " + info.when()));
        for (int i = 0; i < info.lineTitles().size(); i++) {
            console()
                    .out()
                    .println(
                            "  " + (i + 1) + " " + SafeText.of(info.lineTitles().get(i)));
        }
        console().out().println(SafeText.of("from " + info.source() + ", sha256 " + info.sha256()));
        return 0;
    }

    @Command(name = "run", description = "Runs a runbook on a database.")
    int run(
            @Parameters(index = "0", paramLabel = "RUNBOOK") String id,
            @Parameters(index = "1", paramLabel = "DB", description = "A configured database, by name or path.")
                    String database,
            @Option(names = "--point", paramLabel = "ID", description = "Back to this restore point.") @Nullable
                    String point,
            @Option(names = "--at", paramLabel = "T", description = "Back to the newest point at or before T.")
                    @Nullable
                    String at,
            @Option(names = "--dry-run", description = "Show what would be done, and change nothing.") boolean dryRun,
            @Option(names = "--yes", description = "Start without asking.") boolean yes,
            @Option(
                            names = "--confirm",
                            paramLabel = "NAME",
                            description = "The name of the database: lets the run change it.")
                    @Nullable
                    String confirm,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        Settings settings = settings();
        Runs runs = runs(settings);
        DatabaseSettings target =
                settings.database(database, parts.surroundings().workingDirectory());
        RunPlan plan = runs.plan(new RunRequest(
                id,
                target.spec(settings.environment()),
                choice(point, at),
                new Consent(yes, Optional.ofNullable(confirm)),
                parts.actor()));
        if (dryRun) {
            show(plan, json);
            return 0;
        }
        if (!json) {
            new PlanPrinter(console().err()).print(plan);
        }
        refuseWithoutConsent(plan, yes);
        RunId run = runs.start(plan);
        return new RunFollowing(runs, console(), around.globals().again()).follow(run, json);
    }

    private void show(RunPlan plan, boolean json) {
        if (json) {
            Json.print(console().out(), RunJson.plan(plan));
        } else {
            new PlanPrinter(console().out()).print(plan);
            console().out().println("dry run: nothing was changed");
        }
    }

    private void refuseWithoutConsent(RunPlan plan, boolean yes) {
        String name = plan.request().database().name();
        String again =
                "lifeboat runbook run " + plan.request().runbook() + " " + ShellWord.quoted(name) + " --yes --confirm "
                        + ShellWord.quoted(name) + around.globals().again();
        plan.obstacle().ifPresent(need -> {
            throw new ProblemException(
                    Problem.of(ProblemCode.UNSAFE, "the run cannot start: " + need.name() + ": " + need.text())
                            .withSafe("nothing was changed"));
        });
        if (!yes) {
            throw new ProblemException(
                    Problem.of(ProblemCode.NEEDS_CONFIRMATION, "this stops the application and needs --yes")
                            .withDetail("with --confirm " + name + " it also goes on to change the database")
                            .withSafe("nothing was changed")
                            .withNext(again));
        }
    }

    private PointChoice choice(@Nullable String point, @Nullable String at) {
        if (point != null && at != null) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "--point and --at exclude one another"));
        }
        if (point != null) {
            return new PointChoice.At(PointIds.parse(point));
        }
        return at == null
                ? new PointChoice.Newest()
                : new PointChoice.AtOrBefore(
                        Moments.parse(at, parts.surroundings().clock().instant()));
    }

    private Runs runs(Settings settings) {
        return parts.runs(settings);
    }
}
