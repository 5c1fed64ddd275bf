package dev.lifeboat.app.wire;

import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.Replicator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replicators of one process, each on a thread of its own that nobody interrupts (LK-7).
public final class Replication {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final int NOT_EVERYTHING_ACKNOWLEDGED = 1;

    private final List<Replicator> replicators;
    private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());

    Replication(List<Replicator> replicators) {
        this.replicators = List.copyOf(replicators);
    }

    /// Returns when all have ended, with the exit status of the one that went worst. One that cannot go on
    /// ends the others: whoever supervises this process then sees it.
    public int run(Console console) {
        List<Thread> threads = replicators.stream()
                .map(each -> Thread.ofPlatform().name("replicator").start(() -> runOne(each, console)))
                .toList();
        for (Thread thread : threads) {
            joinPatiently(thread);
        }
        return statuses.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    public void stop() {
        replicators.forEach(Replicator::stop);
    }

    private void runOne(Replicator replicator, Console console) {
        try {
            boolean complete = replicator.run().everythingAcknowledged();
            statuses.add(complete ? 0 : NOT_EVERYTHING_ACKNOWLEDGED);
        } catch (ProblemException e) {
            statuses.add(console.problems().print(e.problem()));
            stop();
        } catch (RuntimeException e) {
            LOG.error("replication ended by a bug in Lifeboat", e);
            statuses.add(dev.lifeboat.engine.ProblemCode.BUG.exitStatus());
            stop();
        }
    }

    private static void joinPatiently(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
