package dev.lifeboat.runbooks.worker;

import com.google.gson.JsonParseException;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.journal.Journal;
import dev.lifeboat.runbooks.journal.JournalFile;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.json.QuestionJson;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.run.Event;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.steps.RunPlaces;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main program of a worker. Arguments: the directory of the run, and after it, where the worker is started for
/// more than going on, an order and who gave it (JSON).
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int HELD_BY_ANOTHER = 7;
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final Map<StepId, Step> steps;
    private final Clock clock;

    public WorkerMain(Map<StepId, Step> steps, Clock clock) {
        this.steps = Map.copyOf(steps);
        this.clock = clock;
    }

    /// Works until the run is over; the exit status of the process.
    public int run(List<String> arguments) {
        String method = Detach.fromTerminal();
        RunFolder folder = new RunFolder(Path.of(arguments.getFirst()));
        try (FileChannel channel =
                        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = awaitLock(channel)) {
            if (lock == null) {
                LOG.warn("another worker is at work on {}", folder.directory());
                return HELD_BY_ANOTHER;
            }
            return work(folder, method, order(arguments));
        } catch (ProblemException e) {
            LOG.error("{} {}", e.problem().message(), e.problem().details());
            return e.problem().code().exitStatus();
        } catch (IOException | RuntimeException e) {
            // Whatever is lost here is concluded from the journal and the world by the next worker.
            LOG.error("the worker ends", e);
            return FAILED;
        }
    }

    /// One that is about to end still holds the lock for a moment.
    private static @Nullable FileLock awaitLock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + ENDING.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ENDING.toNanos() / 100);
            lock = channel.tryLock();
        }
        return lock;
    }

    private int work(RunFolder folder, String method, Optional<Event.Order> order) throws IOException {
        FrozenPlan frozen = folder.plan();
        JournalFile read = folder.journal(frozen);
        RunModel model = RunModel.of(frozen.script(), read.entries());
        Owner owner = Owner.ofThisProcess();
        owner.write(folder.directory());
        try (Journal journal = Journal.open(folder.journal(), frozen.hash(), read)) {
            Worker worker = new Worker(folder, titles(frozen), journal, model, clock);
            Performer performer = new Performer(steps, context(folder, frozen.plan(), model, worker), worker::offer);
            RunState state = worker.work(performer, () -> {
                Entry.Attached attached =
                        new Entry.Attached(clock.instant(), owner.pid(), owner.bootId(), owner.processStart(), method);
                return new Event.Took(attached, performer.standings(model), order);
            });
            LOG.info("run {} ends as {}", frozen.plan().run(), state);
        }
        Owner.remove(folder.directory());
        return DONE;
    }

    private StepContext context(RunFolder folder, RunPlan plan, RunModel model, Worker worker) {
        return new StepContext(
                plan,
                model,
                Optional.empty(),
                folder.directory(),
                RunPlaces.of(plan.request().database().path(), plan.run()),
                worker.liveProgress(),
                new dev.lifeboat.runbooks.steps.Notes() {
                    @Override
                    public void fact(String text) {
                        LOG.info("{}", text);
                    }

                    @Override
                    public void warning(String text) {
                        LOG.warn("{}", text);
                    }
                },
                clock);
    }

    private static Worker.StepTitles titles(FrozenPlan frozen) {
        return new Worker.StepTitles() {
            @Override
            public int line(StepId step) {
                return frozen.script().lineOf(step);
            }

            @Override
            public String title(StepId step) {
                int number = line(step);
                return number == 0
                        ? step.text()
                        : frozen.plan().lines().get(number - 1).title();
            }
        };
    }

    private static Optional<Event.Order> order(List<String> arguments) {
        if (arguments.size() < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Event.Order(arguments.get(1), QuestionJson.actor(Json.parse(arguments.get(2)))));
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not an actor: " + arguments.get(2), e);
        }
    }
}
