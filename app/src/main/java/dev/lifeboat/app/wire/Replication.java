package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.replicate.Engines;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.Replicator;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The replicators of this process over the engine's classes, each on a thread of its own that nobody interrupts
/// (LK-7).
public final class Replication implements Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final int NOT_EVERYTHING_ACKNOWLEDGED = 1;

    private final Function<DatabaseSettings, Replicator> build;
    private final Console console;
    private final Map<Path, Replicator> running = new LinkedHashMap<>();
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
        Thread.ofPlatform()
                .name("replicator")
                .uncaughtExceptionHandler((thread, thrown) -> bug(database.path(), thrown))
                .start(() -> run(database.path(), replicator));
    }

    private void run(Path database, Replicator replicator) {
        MDC.put(Logging.DATABASE, database.toString());
        try {
            boolean complete = replicator.run().everythingAcknowledged();
            ended(database, complete ? 0 : NOT_EVERYTHING_ACKNOWLEDGED, false);
        } catch (ProblemException e) {
            ended(database, console.problems().print(e.problem()), true);
        }
    }

    private void bug(Path database, Throwable thrown) {
        LOG.error("replication of {} ended by a bug in Lifeboat", database, thrown);
        ended(database, ProblemCode.BUG.exitStatus(), true);
    }

    private synchronized void ended(Path database, int status, boolean byFailure) {
        left--;
        boolean wanted = running.containsKey(database);
        if (wanted || byFailure) {
            worst = Math.max(worst, status);
            failed |= byFailure;
        } else if (status != 0) {
            LOG.warn("{}: not everything was acknowledged when its replication ended", database);
        }
        notifyAll();
    }

    @Override
    public synchronized void end(Path database) {
        Replicator replicator = running.remove(database);
        if (replicator != null) {
            replicator.stop();
        }
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
        running.values().forEach(Replicator::stop);
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
