package dev.lifeboat.runbooks.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunbookInfo;
import dev.lifeboat.runbooks.Runs;
import dev.lifeboat.runbooks.WorkerLauncher;
import dev.lifeboat.runbooks.catalogue.Catalogue;
import dev.lifeboat.runbooks.catalogue.Runbook;
import dev.lifeboat.runbooks.control.ControlClient;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.ProgressJson;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.plan.Planner;
import dev.lifeboat.runbooks.report.Report;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.run.Event;
import dev.lifeboat.runbooks.run.RunMachine;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.worker.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The runs of this host, below its state directory.
public final class LocalRuns implements Runs {
    private static final Duration POLL = Duration.ofMillis(20);

    private final RunStore store;
    private final WorkerStarter starter;
    private final Catalogue catalogue;
    private final Map<StepId, Step> steps;
    private final RandomGenerator random;
    private final FreshLook look;

    public LocalRuns(
            RunSettings settings,
            WorkerLauncher launcher,
            Map<StepId, Step> steps,
            Clock clock,
            RandomGenerator random) {
        this.store = new RunStore(settings.runs(), clock);
        this.starter = new WorkerStarter(launcher);
        this.steps = Map.copyOf(steps);
        this.look = new FreshLook(steps, clock);
        this.catalogue = new Catalogue(
                settings.runbookDirectories(),
                steps.keySet().stream().map(StepId::text).collect(Collectors.toSet()));
        this.random = random;
    }

    @Override
    public List<RunbookInfo> runbooks() {
        return catalogue.all().stream().map(Runbook::info).toList();
    }

    @Override
    public RunPlan plan(RunRequest request) {
        Runbook runbook = catalogue.named(request.runbook());
        return io(() -> new Planner(steps).plan(store.freeId(random), runbook, request));
    }

    @Override
    public RunId start(RunPlan plan) {
        Optional<RunPlan.Need> obstacle = plan.obstacle();
        if (obstacle.isPresent()) {
            throw new ProblemException(Problem.of(
                            ProblemCode.UNSAFE,
                            "the run cannot begin: " + obstacle.get().name() + ": "
                                    + obstacle.get().text())
                    .withSafe("nothing was started"));
        }
        return io(() -> {
            starter.start(store.create(plan), Optional.empty());
            return plan.run();
        });
    }

    @Override
    public List<RunView> list() {
        return io(() -> {
            List<RunView> views = new ArrayList<>();
            for (RunFolder folder : store.all()) {
                views.add(view(folder, Optional.empty()));
            }
            views.sort(Comparator.comparing((RunView view) -> view.state().isEnded())
                    .thenComparing(RunView::startedAt, Comparator.reverseOrder()));
            return views;
        });
    }

    @Override
    public RunView show(RunId run) {
        return io(() -> view(store.folder(run), Optional.empty()));
    }

    @Override
    public Following follow(RunId run, Consumer<RunView> listener) {
        RunFolder folder = store.folder(run);
        Follower.Source source = new Follower.Source() {
            @Override
            public RunView view(Optional<JsonObject> message) throws IOException {
                return LocalRuns.this.view(folder, message);
            }

            @Override
            public ControlClient client() {
                return new ControlClient(folder.directory());
            }
        };
        return new Follower(source, listener).start();
    }

    private RunView view(RunFolder folder, Optional<JsonObject> message) throws IOException {
        // Whether a worker lives is asked before the journal is read: one that ends in between has written its last
        // record by then, and the other order would show a run that is over as lost.
        boolean alive = folder.isAlive();
        FrozenPlan frozen = folder.plan();
        RunModel model = folder.model(frozen);
        RunView.Work work = message.map(json -> ProgressJson.read(Json.object(json, "progress")))
                .orElseGet(() -> writtenProgress(folder));
        int watching = message.map(json -> Json.integer(json, "watching")).orElse(0);
        return new RunPicture(frozen.plan(), model, steps, alive, look).view(work, watching, folder.directory());
    }

    private static RunView.Work writtenProgress(RunFolder folder) {
        try {
            return Files.exists(folder.progress())
                    ? ProgressJson.read(Json.parse(Files.readString(folder.progress())))
                    : RunView.Work.none();
        } catch (IOException | JsonParseException e) {
            return RunView.Work.none();
        }
    }

    @Override
    public void answer(RunId run, Answer answer) {
        RunFolder folder = store.folder(run);
        io(() -> {
            if (!new LivingWorker(folder).heard(worker -> worker.answer(answer))) {
                answerLost(folder, answer);
            }
            return run;
        });
    }

    private void answerLost(RunFolder folder, Answer answer) throws IOException {
        RunView view = view(folder, Optional.empty());
        if (view.state() != RunState.LOST || answer.question() != 0) {
            throw new ProblemException(
                    Problem.of(ProblemCode.UNSAFE, "run " + view.run() + " asks nothing now: " + view.stateText())
                            .withNext("lifeboat run resume " + view.run()));
        }
        switch (answer.choice()) {
            case RunPicture.LOST_CONTINUE -> starter.start(folder, Optional.empty());
            case RunPicture.LOST_AGAIN -> startWith(folder, RunMachine.AGAIN, answer.who());
            case RunPicture.LOST_DROP -> startWith(folder, RunMachine.ABORT, answer.who());
            case RunMachine.UNDO -> startWith(folder, RunMachine.UNDO, answer.who());
            default -> throw new ProblemException(Problem.of(ProblemCode.USAGE, "no such choice: " + answer.choice()));
        }
    }

    @Override
    public void pause(RunId run, Actor who) {
        RunFolder folder = store.folder(run);
        io(() -> {
            if (!new LivingWorker(folder).heard(worker -> worker.order(RunMachine.PAUSE, who))) {
                throw new ProblemException(Problem.of(ProblemCode.UNSAFE, "run " + run + " has no worker now"));
            }
            return run;
        });
    }

    @Override
    public void resume(RunId run, Actor who) {
        RunFolder folder = store.folder(run);
        io(() -> {
            if (!new LivingWorker(folder).heard(worker -> worker.order(RunMachine.CONTINUE, who))) {
                requireUnfinished(folder, run);
                // Going on is the answer to a pause as well.
                startWith(folder, RunMachine.CONTINUE, who);
            }
            return run;
        });
    }

    @Override
    public void undo(RunId run, Actor who) {
        order(run, RunMachine.UNDO, who);
    }

    @Override
    public void abort(RunId run, Actor who) {
        RunFolder folder = store.folder(run);
        io(() -> {
            requireUnfinished(folder, run);
            return run;
        });
        order(run, RunMachine.ABORT, who);
    }

    private void order(RunId run, String what, Actor who) {
        RunFolder folder = store.folder(run);
        io(() -> {
            if (new LivingWorker(folder).heard(worker -> worker.order(what, who))) {
                return run;
            }
            if (view(folder, Optional.empty()).state() == RunState.UNDONE) {
                throw new ProblemException(Problem.of(ProblemCode.UNSAFE, "run " + run + " is undone already"));
            } else {
                startWith(folder, what, who);
            }
            return run;
        });
    }

    /// Returns once the order is in the journal: who looks then does not see the run as it was before.
    private void startWith(RunFolder folder, String what, Actor who) throws IOException {
        FrozenPlan frozen = folder.plan();
        int known = folder.journal(frozen).entries().size();
        starter.start(folder, Optional.of(new Event.Order(what, who)));
        while (folder.isAlive() && !hasTakenOrder(folder.journal(frozen).entries(), known)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean hasTakenOrder(List<Entry> entries, int known) {
        return entries.stream().skip(known).anyMatch(Entry.Answered.class::isInstance);
    }

    @Override
    public String report(RunId run) {
        return io(() -> new Report(store.folder(run)).markdown());
    }

    private void requireUnfinished(RunFolder folder, RunId run) throws IOException {
        RunView view = view(folder, Optional.empty());
        if (view.state().isEnded()) {
            throw new ProblemException(Problem.of(ProblemCode.UNSAFE, "run " + run + " is over: " + view.stateText())
                    .withNext("lifeboat run show " + run));
        }
    }

    private interface Io<T> {
        T get() throws IOException;
    }

    private static <T> T io(Io<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
