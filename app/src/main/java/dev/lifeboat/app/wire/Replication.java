package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.replicate.Engines;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.replicate.Replicator;
import dev.lifeboat.engine.replicate.Replicator.Ended;
import dev.lifeboat.engine.replicate.Replicators;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// The replicators of this process, all of them on the engine's two threads.
public final class Replication implements Engines {

    private static final int NOT_EVERYTHING_ACKNOWLEDGED = 1;

    private final Function<DatabaseSettings, Replicator> build;
    private final Console console;
    private final Replicators group = new Replicators();
    private final Map<Path, Replicator> running = new LinkedHashMap<>();
    private final Set<Replicator> ending = new HashSet<>();
    private boolean isStarted;
    private int left;
    private int worst;
    private boolean stopping;
    private boolean failed;

    Replication(Function<DatabaseSettings, Replicator> build, Console console) {
        this.build = build;
        this.console = console;
    }

    @Override
    public synchronized void start(DatabaseSettings database) {
        if (stopping) {
            return;
        }
        Replicator replicator = build.apply(database);
        running.put(database.path(), replicator);
        left++;
        group.add(replicator);
        if (!isStarted) {
            isStarted = true;
            Thread.ofPlatform().name("replicators").start(() -> group.run(this::ended));
        }
    }

    private synchronized void ended(Replicators.Outcome outcome) {
        switch (outcome) {
            case Replicators.Outcome.Done(Replicator replicator, Ended end) ->
                ended(replicator, end.everythingAcknowledged() ? 0 : NOT_EVERYTHING_ACKNOWLEDGED);
            case Replicators.Outcome.Failed(Replicator replicator, Problem problem) -> {
                failed = true;
                // One that was ended by its own failure counts, whether it is still wanted or not.
                running.put(replicator.database(), replicator);
                ended(replicator, console.problems().print(problem));
            }
        }
    }

    private void ended(Replicator replicator, int status) {
        left--;
        ending.remove(replicator);
        if (running.get(replicator.database()) == replicator) {
            worst = Math.max(worst, status);
        }
        notifyAll();
    }

    @Override
    public synchronized void end(Path database) {
        Replicator replicator = running.remove(database);
        if (replicator != null) {
            ending.add(replicator);
            replicator.stop();
        }
    }

    @Override
    public synchronized boolean isEnding(Path database) {
        return ending.stream().anyMatch(replicator -> replicator.database().equals(database));
    }

    @Override
    public synchronized List<ReplicatorStatus> statuses() {
        return running.values().stream().map(Replicator::status).toList();
    }

    @Override
    public synchronized boolean hasFailed() {
        return failed;
    }

    @Override
    public synchronized void stop() {
        stopping = true;
        group.stop();
    }

    @Override
    public synchronized OptionalInt await(Duration longest) {
        long limit = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        while (left > 0) {
            long millis = Math.ceilDiv(limit - System.nanoTime(), 1_000_000L);
            if (millis <= 0) {
                return OptionalInt.empty();
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.of(worst);
    }
}
