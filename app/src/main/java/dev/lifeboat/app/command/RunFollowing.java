package dev.lifeboat.app.command;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.RunJson;
import dev.lifeboat.app.output.RunPrinter;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.Runs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Watches a run until it is over or needs somebody, and says how to go on. Ending this ends nothing of the
/// run.
final class RunFollowing {
    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private static final Duration FOR_A_WORKER = Duration.ofSeconds(30);

    private final Runs runs;
    private final Console console;
    private final String again;
    private Optional<RunView> past = Optional.empty();

    /// `again` is what every offered command ends with.
    RunFollowing(Runs runs, Console console, String again) {
        this.runs = runs;
        this.console = console;
        this.again = again;
    }

    /// Follows from `before`, which an order just given makes the past: the worker that carries it out has to
    /// start first.
    int followFrom(RunView before, boolean json) {
        past = Optional.of(before);
        return follow(before.run(), json);
    }

    int follow(RunId run, boolean json) {
        RunPrinter printer = new RunPrinter(json ? console.err() : console.out());
        RunView last = untilItStands(run, printer);
        if (json) {
            Json.print(console.out(), RunJson.run(last));
        }
        return conclude(last, json);
    }

    /// The first view in which nothing happens any more without somebody.
    ///
    /// A question that was agreed to beforehand is answered by the worker itself: one stands only when it has
    /// stood for a moment.
    RunView untilItStands(RunId run, RunPrinter printer) {
        BlockingQueue<RunView> views = new LinkedBlockingQueue<>();
        try (Runs.Following _ = runs.follow(run, views::add)) {
            RunView last = views.take();
            long since = System.nanoTime();
            while (true) {
                printer.accept(last);
                RunView next = stands(last.state())
                        ? views.poll(patience(last).toNanos() - (System.nanoTime() - since), NANOSECONDS)
                        : views.take();
                if (next == null) {
                    printer.question(last);
                    return last;
                }
                since = isSame(last, next) ? since : System.nanoTime();
                last = next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return runs.show(run);
        }
    }

    private static boolean isSame(RunView one, RunView other) {
        return one.state() == other.state() && one.question().equals(other.question());
    }

    private Duration patience(RunView view) {
        if (past.filter(before -> isSame(before, view)).isPresent()) {
            return FOR_A_WORKER;
        }
        return view.state().isEnded() ? Duration.ZERO : A_MOMENT;
    }

    private static boolean stands(RunState state) {
        return switch (state) {
            case PLANNED, WORKING, UNDOING -> false;
            case ASKING, PAUSED, FAILED, LOST, UNDONE, ABORTED, DONE -> true;
        };
    }

    private int conclude(RunView view, boolean json) {
        return switch (view.state()) {
            case DONE, UNDONE -> done(view, json);
            case PLANNED, WORKING, UNDOING -> 0;
            case ASKING, PAUSED, FAILED, LOST, ABORTED -> console.problems().print(problem(view));
        };
    }

    private int done(RunView view, boolean json) {
        if (!json) {
            console.out()
                    .println("run " + view.run() + " " + view.stateText() + ". Report: "
                            + view.directory().resolve("report.md"));
        }
        return 0;
    }

    private Problem problem(RunView view) {
        String run = "lifeboat run ";
        Problem problem = Problem.of(code(view), "run " + view.run() + ": " + view.stateText())
                .withSafe(view.safeNow());
        return switch (view.state()) {
            case ASKING ->
                problem.withNext(view.question()
                                .map(question -> run + answer(view, question))
                                .orElse(run + "show " + view.run())
                        + again);
            case PAUSED, LOST -> problem.withNext(run + "resume " + view.run() + again);
            case FAILED ->
                problem.withNext(run + "undo " + view.run() + again + ", or: " + run + "resume " + view.run() + again);
            case PLANNED, WORKING, UNDOING, UNDONE, ABORTED, DONE -> problem;
        };
    }

    private static ProblemCode code(RunView view) {
        boolean asks = view.state() == RunState.ASKING;
        boolean unproven = view.question()
                .filter(question -> question.kind() == Question.Kind.ANOTHER_POINT)
                .isPresent();
        return asks ? (unproven ? ProblemCode.PROOF_FAILED : ProblemCode.NEEDS_CONFIRMATION) : ProblemCode.FAILED;
    }

    private static String answer(RunView view, Question question) {
        String choice = question.choices().stream()
                .filter(each -> !each.safe())
                .findFirst()
                .or(() -> question.choices().stream().findFirst())
                .map(Question.Choice::id)
                .orElse("CHOICE");
        String name = question.nameToType().map(text -> " --type " + text).orElse("");
        return "answer " + view.run() + " " + question.number() + " " + choice + name;
    }
}
