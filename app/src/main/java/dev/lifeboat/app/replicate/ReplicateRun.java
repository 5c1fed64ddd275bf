package dev.lifeboat.app.replicate;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `replicate` from its first database to its exit status.
///
/// It ends by a signal, by the end of its command (`-exec`), when a replicator cannot go on, or, with `-once`, when
/// everything has arrived. A second signal ends it at once (ST-1). The exit status is the command's where that is
/// not 0, else it says whether everything was acknowledged (ST-2).
public final class ReplicateRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicateRun.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /// A replicator that waits for a store is waited for no longer before the command starts.
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);

    /// Beyond the shutdown timeout: the last sync, and closing.
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private static final int NOT_ACKNOWLEDGED = 1;
    private static final String TERM = "TERM";

    private final Settings settings;
    private final Engines engines;
    private final Signals signals;
    private final NoticeLog notices = new NoticeLog();
    private final QuietHeap heap = new QuietHeap(System::gc);
    private final List<DirectoryWatch> watches;
    private final Set<Path> taken = new HashSet<>();

    public ReplicateRun(Settings settings, Engines engines, Signals signals) {
        this.settings = settings;
        this.engines = engines;
        this.signals = signals;
        this.watches = settings.directories().stream()
                .map(directory -> new DirectoryWatch(directory, engines))
                .toList();
    }

    /// Until something ends it. `command` is what `-exec` says.
    public int run(Optional<List<String>> command) {
        signals.listen();
        startAll();
        int status;
        try {
            status = command.isPresent() ? besideCommand(command.get()) : untilEnd();
        } catch (ProblemException e) {
            stopAll();
            throw e;
        }
        return worse(status, stopAll());
    }

    /// Everything that is committed now, in every replica; then the end.
    public int once() {
        signals.listen();
        startAll();
        Optional<Problem> problem = untilArrived(new Once());
        int status = stopAll();
        if (problem.isPresent() && !engines.hasFailed()) {
            throw new ProblemException(problem.get());
        }
        return status;
    }

    /// Why not everything arrived, where it did not.
    private Optional<Problem> untilArrived(Once once) {
        while (!engines.hasFailed()) {
            List<ReplicatorStatus> now = engines.statuses();
            Optional<Problem> problem =
                    now.stream().flatMap(each -> Once.problem(each).stream()).findFirst();
            if (problem.isPresent() || now.stream().allMatch(once::isDone)) {
                return problem;
            }
            if (signals.next(POLL.toMillis()) instanceof Event.Signalled) {
                return Optional.of(
                        Problem.of(ProblemCode.FAILED, "ended by a signal before everything was acknowledged"));
            }
        }
        return Optional.empty();
    }

    private void startAll() {
        for (DatabaseSettings database : settings.databases()) {
            if (taken.add(database.path())) {
                engines.start(database);
            }
        }
        watches.forEach(watch -> watch.look(taken));
        if (taken.isEmpty()) {
            LOG.warn("no databases to replicate yet");
        }
    }

    private int untilEnd() {
        while (!engines.hasFailed()) {
            if (signals.next(TICK.toMillis()) instanceof Event.Signalled(String name)) {
                LOG.info("signal {}: ending; once more ends at once", name);
                return 0;
            }
            tick();
        }
        return 0;
    }

    private int besideCommand(List<String> command) {
        if (!awaitOpened()) {
            return 0;
        }
        Child child = Child.start(command, status -> signals.add(new Event.ChildEnded(status)));
        LOG.info("started command {} as process {}", command.getFirst(), child.pid());
        try {
            return untilEndOf(child);
        } catch (RuntimeException e) {
            child.signal(TERM);
            throw e;
        }
    }

    private int untilEndOf(Child child) {
        boolean toldToEnd = false;
        while (true) {
            switch (signals.next(TICK.toMillis())) {
                case Event.Signalled(String name) -> {
                    LOG.info("signal {}: sent to the command, which is waited for", name);
                    child.signal(name);
                }
                case Event.ChildEnded(int status) -> {
                    LOG.info("the command ended with {}", status);
                    return status;
                }
                case null -> tick();
            }
            // The application must not run on unprotected: whoever supervises us starts both again.
            if (engines.hasFailed() && !toldToEnd) {
                toldToEnd = true;
                LOG.error("replication has ended, so the command is ended too");
                child.signal(TERM);
            }
        }
    }

    /// The command is started when the databases are open, not when they have arrived anywhere. False where the end
    /// comes first.
    private boolean awaitOpened() {
        long limit = System.nanoTime() + OPENING_LIMIT.toNanos();
        while (System.nanoTime() < limit && engines.statuses().stream().anyMatch(ReplicateRun::isStarting)) {
            if (engines.hasFailed() || signals.next(POLL.toMillis()) instanceof Event.Signalled) {
                return false;
            }
        }
        return !engines.hasFailed();
    }

    private static boolean isStarting(ReplicatorStatus status) {
        return status.state() == State.STARTING;
    }

    private void tick() {
        watches.stream().filter(DirectoryWatch::isWatching).forEach(watch -> watch.look(taken));
        List<ReplicatorStatus> statuses = engines.statuses();
        notices.log(statuses);
        heap.look(statuses);
    }

    private int stopAll() {
        signals.haltOnSecond(NOT_ACKNOWLEDGED);
        engines.stop();
        OptionalInt status = engines.await(settings.run().shutdownTimeout().plus(CLOSING_LIMIT));
        if (status.isEmpty()) {
            LOG.error("not everything ended in time: {}", unsent());
            Runtime.getRuntime().halt(NOT_ACKNOWLEDGED);
        }
        return status.orElse(NOT_ACKNOWLEDGED);
    }

    private String unsent() {
        return engines.statuses().stream()
                .map(status -> status.database().toString())
                .collect(Collectors.joining(", "));
    }

    private static int worse(int command, int replication) {
        return command == 0 ? replication : command;
    }
}
