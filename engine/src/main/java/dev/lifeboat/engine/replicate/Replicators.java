package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.Replicator.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs the replicators of many databases on two threads that nobody interrupts (LK-7), however many they are. A
/// replicator is ticked when its time has come or when it was woken, by one of the two at a time.
public final class Replicators {
    private static final Logger LOG = LoggerFactory.getLogger(Replicators.class);

    /// One may wait for a slow disk while the other goes on.
    private static final int THREADS = 2;

    private final List<Entry> entries = new ArrayList<>();
    private boolean isStopping;
    private int running;

    /// How the replicator of one database ended.
    public sealed interface Outcome {
        record Done(Replicator replicator, Ended ended) implements Outcome {}

        record Failed(Replicator replicator, Problem problem) implements Outcome {}
    }

    private static final class Entry {
        private final Replicator replicator;
        private long dueNanos = System.nanoTime();
        private boolean isTicking;
        private boolean isWoken = true;
        private Optional<Outcome> outcome = Optional.empty();

        Entry(Replicator replicator) {
            this.replicator = replicator;
        }
    }

    /// One more, at any time.
    public void add(Replicator replicator) {
        Entry entry = new Entry(replicator);
        replicator.onWake(() -> wake(entry));
        boolean stop;
        synchronized (this) {
            entries.add(entry);
            stop = isStopping;
            notifyAll();
        }
        if (stop) {
            replicator.stop();
        }
    }

    private synchronized void wake(Entry entry) {
        entry.isWoken = true;
        notifyAll();
    }

    /// Runs until `stop` was called and all have ended. One that fails ends by itself; whether that ends the others is
    /// the caller's to decide, in `onOutcome`.
    public List<Outcome> run(Consumer<Outcome> onOutcome) {
        List<Thread> threads = new ArrayList<>();
        synchronized (this) {
            running = THREADS;
        }
        for (int i = 1; i <= THREADS; i++) {
            threads.add(Thread.ofPlatform().name("capture-" + i).start(() -> work(onOutcome)));
        }
        awaitThreads();
        for (Thread thread : threads) {
            joinPatiently(thread);
        }
        synchronized (this) {
            return entries.stream().flatMap(entry -> entry.outcome.stream()).toList();
        }
    }

    private synchronized void awaitThreads() {
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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

    private void work(Consumer<Outcome> onOutcome) {
        try {
            for (Optional<Entry> next = next(); next.isPresent(); next = next()) {
                tick(next.get()).ifPresent(onOutcome);
            }
        } finally {
            synchronized (this) {
                running--;
                notifyAll();
            }
        }
    }

    /// Waits for one that is due; nothing when all have ended after `stop`.
    private synchronized Optional<Entry> next() {
        while (true) {
            if (isStopping && entries.stream().allMatch(entry -> entry.outcome.isPresent())) {
                return Optional.empty();
            }
            long now = System.nanoTime();
            Optional<Entry> first = entries.stream()
                    .filter(entry -> !entry.isTicking && entry.outcome.isEmpty())
                    .min(Comparator.comparingLong(entry -> entry.isWoken ? Long.MIN_VALUE : entry.dueNanos - now));
            long wait =
                    first.map(entry -> entry.isWoken ? 0 : entry.dueNanos - now).orElse(Long.MAX_VALUE);
            if (wait <= 0) {
                Entry entry = first.orElseThrow();
                entry.isTicking = true;
                entry.isWoken = false;
                return first;
            }
            await(wait);
        }
    }

    private void await(long nanos) {
        try {
            wait(Math.max(1, Math.min(TimeUnit.NANOSECONDS.toMillis(nanos), TimeUnit.HOURS.toMillis(1))));
        } catch (InterruptedException e) {
            // Nobody should; with the flag up, the next channel this thread uses would close itself.
            LOG.debug("interrupted", e);
        }
    }

    private Optional<Outcome> tick(Entry entry) {
        Optional<Outcome> outcome = Optional.empty();
        Optional<Duration> again = Optional.empty();
        try (MDC.MDCCloseable _ = LoggedDatabase.of(entry.replicator.database())) {
            again = entry.replicator.tick();
            if (again.isEmpty()) {
                outcome = Optional.of(new Outcome.Done(entry.replicator, entry.replicator.ended()));
            }
        } catch (ProblemException e) {
            outcome = Optional.of(new Outcome.Failed(entry.replicator, e.problem()));
        } catch (RuntimeException e) {
            LOG.error("replicating {} ended by a bug in Lifeboat", entry.replicator.database(), e);
            outcome = Optional.of(new Outcome.Failed(
                    entry.replicator, Problem.of(ProblemCode.BUG, "replicating ended by a bug: " + e)));
        }
        synchronized (this) {
            entry.isTicking = false;
            entry.outcome = outcome;
            entry.dueNanos = System.nanoTime() + again.map(Duration::toNanos).orElse(0L);
            notifyAll();
        }
        return outcome;
    }

    /// Asks all to end. Returns at once.
    public void stop() {
        List<Replicator> all;
        synchronized (this) {
            isStopping = true;
            all = entries.stream().map(entry -> entry.replicator).toList();
            notifyAll();
        }
        all.forEach(Replicator::stop);
    }
}
