package dev.lifeboat.runbooks.worker;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.control.ControlServer;
import dev.lifeboat.runbooks.control.WorkerPort;
import dev.lifeboat.runbooks.journal.Journal;
import dev.lifeboat.runbooks.report.Report;
import dev.lifeboat.runbooks.run.Effect;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.run.Event;
import dev.lifeboat.runbooks.run.Next;
import dev.lifeboat.runbooks.run.RunMachine;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives one run: takes events one after the other, asks the machine, appends, then acts (RB-1).
///
/// Two threads: this one owns the journal and the model; the step thread does the acts. An act is given to the step
/// thread only after `append` has returned for its intent. A journal that cannot be written ends the worker: better
/// no act than one that nobody will know of.
final class Worker implements WorkerPort {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final RunFolder folder;
    private final StepTitles titles;
    private final Journal journal;
    private final LiveProgress progress;
    private final Clock clock;
    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final ExecutorService stepThread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("steps").daemon(true).factory());
    private Optional<ControlServer> server = Optional.empty();
    private RunModel model;
    private boolean open = true;

    /// The number and title of the line that a step is shown under.
    interface StepTitles {
        int line(StepId step);

        String title(StepId step);
    }

    private record Input(Event event, Optional<CompletableFuture<Optional<Problem>>> reply) {}

    Worker(RunFolder folder, StepTitles titles, Journal journal, RunModel model, Clock clock) {
        this.folder = folder;
        this.titles = titles;
        this.journal = journal;
        this.model = model;
        this.clock = clock;
        this.progress = new LiveProgress(clock, this::changed);
    }

    LiveProgress liveProgress() {
        return progress;
    }

    /// Works until the run is over or waits for somebody to start it anew. `first` is made once everything listens.
    RunState work(Performer performer, Supplier<Event> first) throws IOException {
        try (ControlServer started = ControlServer.start(folder.directory(), this)) {
            server = Optional.of(started);
            ProgressFile file = new ProgressFile(folder.progress(), progress::json);
            file.start();
            handle(new Input(first.get(), Optional.empty()), performer);
            while (open) {
                handle(take(), performer);
            }
            file.stop();
            changed();
        }
        return model.state();
    }

    /// Hands in an event from any thread.
    void offer(Event event) {
        inputs.add(new Input(event, Optional.empty()));
    }

    private Input take() {
        while (true) {
            try {
                return inputs.take();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread; if somebody did, the run would still have to go on.
                continue;
            }
        }
    }

    private void handle(Input input, Performer performer) throws IOException {
        Optional<Problem> refusal = refusal(input.event());
        if (refusal.isEmpty()) {
            Next next = RunMachine.next(model, input.event(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
            for (Effect effect : next.effects()) {
                perform(effect, performer);
            }
            model = next.model();
        }
        input.reply().ifPresent(reply -> reply.complete(refusal));
        changed();
    }

    private Optional<Problem> refusal(Event event) {
        return switch (event) {
            case Event.Answered answered -> RunMachine.refusal(model, answered.answer());
            case Event.Order order -> RunMachine.refusal(model, order);
            default -> Optional.empty();
        };
    }

    /// `model` becomes that of the appended entries one by one, so that an act sees exactly what the journal holds.
    private void perform(Effect effect, Performer performer) throws IOException {
        switch (effect) {
            case Effect.Append append -> append(append.entry());
            case Effect.Prepare prepare -> {
                progress.begin(titles.line(prepare.step()), titles.title(prepare.step()));
                RunModel seen = model;
                stepThread.execute(() -> performer.prepare(prepare, seen));
            }
            case Effect.Act act -> {
                RunModel seen = model;
                stepThread.execute(() -> performer.act(act, seen));
            }
            case Effect.Undo undo -> {
                progress.begin(titles.line(undo.step()), "Take back: " + titles.title(undo.step()));
                RunModel seen = model;
                stepThread.execute(() -> performer.undo(undo, seen));
            }
            case Effect.Close() -> open = false;
        }
    }

    /// The report is there before the journal says that the run is over: who hears of the end finds it. A worker that
    /// is killed between them leaves a run that goes on, and its end writes the report anew.
    private void append(Entry entry) throws IOException {
        RunModel next = model.with(entry);
        if (next.state().isEnded()) {
            writeReport(next);
        }
        journal.append(entry);
        model = next;
    }

    /// A run that is over is not held up by a report that cannot be written: it can be asked for at any time.
    private void writeReport(RunModel ended) {
        try {
            new Report(folder).write(ended);
        } catch (IOException | RuntimeException e) {
            LOG.error("the report is not written", e);
        }
    }

    private void changed() {
        server.ifPresent(ControlServer::changed);
    }

    @Override
    public Optional<Problem> answer(Answer answer) {
        return submit(new Event.Answered(answer));
    }

    @Override
    public Optional<Problem> order(Event.Order order) {
        return submit(order);
    }

    private Optional<Problem> submit(Event event) {
        CompletableFuture<Optional<Problem>> reply = new CompletableFuture<>();
        inputs.add(new Input(event, Optional.of(reply)));
        try {
            return reply.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new UncheckedIOException(new IOException("the worker ended before it answered", e));
        }
    }

    @Override
    public JsonObject progress() {
        return progress.json();
    }
}
