package dev.lifeboat.app.command;

import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.RunJson;
import dev.lifeboat.app.output.RunPrinter;
import dev.lifeboat.app.output.SafeText;
import dev.lifeboat.app.output.Table;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat run`: runs that outlive sessions.
@Command(name = "run", description = "Runs of runbooks: list, show, answer, resume, undo, abort, report.")
final class RunCommand extends Verb {
    RunCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists the runs, unfinished first.")
    int list(@Option(names = "--json", description = "As JSON.") boolean json) {
        List<RunView> views = runs().list();
        if (json) {
            Json.print(console().out(), Json.array(views, RunJson::run));
            return 0;
        }
        Table table = new Table("run", "runbook", "database", "state", "step", "started");
        views.forEach(view -> table.row(
                view.run(),
                view.runbook(),
                view.database(),
                view.state().name().toLowerCase(Locale.ROOT),
                view.linesDone() + " of " + view.lines().size(),
                Amounts.second(view.startedAt())));
        table.print(console().out());
        return 0;
    }

    @Command(name = "show", description = "Shows what a run has done and what it waits for.")
    int show(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        RunView view = runs().show(id(run));
        if (json) {
            Json.print(console().out(), RunJson.run(view));
            return 0;
        }
        console()
                .out()
                .println(SafeText.of("run " + view.run() + ", " + view.runbook() + " of " + view.database() + ": "
                        + view.stateText()));
        RunPrinter printer = new RunPrinter(console().out());
        printer.accept(view);
        printer.question(view);
        console().out().println("safe now: " + SafeText.of(view.safeNow()));
        console().out().println("files: " + view.directory());
        return 0;
    }

    @Command(name = "answer", description = "Answers the question that a run waits with.")
    int answer(
            @Parameters(index = "0", paramLabel = "RUN") String run,
            @Parameters(index = "1", paramLabel = "NUMBER", description = "The number of the question.") int number,
            @Parameters(index = "2", paramLabel = "CHOICE") String choice,
            @Option(names = "--type", paramLabel = "NAME", description = "The name that the question asks for.")
                    @Nullable
                    String typed,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        Runs runs = runs();
        RunView before = runs.show(id(run));
        runs.answer(id(run), new Answer(number, choice, typed == null ? "" : typed, parts.actor()));
        return new RunFollowing(runs, console(), around.globals().again()).followFrom(before, json);
    }

    @Command(name = "resume", description = "Goes on after a pause, or after the worker was lost.")
    int resume(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        Runs runs = runs();
        RunView before = runs.show(id(run));
        runs.resume(id(run), parts.actor());
        return new RunFollowing(runs, console(), around.globals().again()).followFrom(before, json);
    }

    @Command(name = "pause", description = "Stops at the next safe place.")
    int pause(@Parameters(paramLabel = "RUN") String run) {
        runs().pause(id(run), parts.actor());
        return 0;
    }

    @Command(name = "undo", description = "Takes back what a run did, newest first.")
    int undo(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        Runs runs = runs();
        RunView before = runs.show(id(run));
        runs.undo(id(run), parts.actor());
        return new RunFollowing(runs, console(), around.globals().again()).followFrom(before, json);
    }

    @Command(name = "abort", description = "Stops at the next safe place and ends the run; what was saved stays.")
    int abort(@Parameters(paramLabel = "RUN") String run) {
        runs().abort(id(run), parts.actor());
        return 0;
    }

    @Command(name = "report", description = "Prints the report of a run.")
    int report(@Parameters(paramLabel = "RUN") String run) {
        console().out().println(runs().report(id(run)));
        return 0;
    }

    private Runs runs() {
        return parts.runs(settings());
    }

    private static RunId id(String text) {
        if (!RunId.isValid(text)) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "not the id of a run: " + text)
                    .withNext("lifeboat run list"));
        }
        return RunId.parse(text);
    }
}
