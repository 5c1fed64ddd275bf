package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.upload.Destination;
import dev.lifeboat.engine.replicate.upload.LaneSettings;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.engine.store.retry.Circuit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// A replicator on a thread of this process. Closing it stops it in the right order.
final class RunningReplicator implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Path database;
    private final Replicator replicator;
    private final CompletableFuture<Replicator.Ended> ended;

    private RunningReplicator(Path database, Replicator replicator) {
        this.database = database;
        this.replicator = replicator;
        this.ended = new CompletableFuture<>();
        Thread.ofPlatform().name("replicator").start(() -> {
            try {
                ended.complete(replicator.run());
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    /// To a file replica at `root`, a tick every 50 ms. Returns when the control socket answers.
    static RunningReplicator start(Path database, Path root) {
        return start(database, List.of(new Replica("file", new FileObjectStore(root))), Duration.ofMillis(50));
    }

    static RunningReplicator start(Path database, ObjectStore store) {
        return start(database, List.of(new Replica("fake", store)), Duration.ofMillis(50));
    }

    static RunningReplicator start(Path database, List<Replica> replicas, Duration interval) {
        return start(database, replicas, interval, Replicator.WAL_LIMIT_BYTES);
    }

    static RunningReplicator start(Path database, List<Replica> replicas, Duration interval, long walLimitBytes) {
        return awaited(begin(database, replicas, interval, walLimitBytes));
    }

    /// With other checkpoints than the standard ones.
    static RunningReplicator start(Path database, Path root, CheckpointSettings settings) {
        return awaited(begin(
                database,
                List.of(new Replica("file", new FileObjectStore(root))),
                Duration.ofMillis(20),
                Replicator.WAL_LIMIT_BYTES,
                settings));
    }

    static RunningReplicator startWithSpoolLimit(Path database, ObjectStore store, long spoolLimitBytes) {
        return start(database, store, spoolLimitBytes, ReplicatorSettings.SHUTDOWN_LIMIT);
    }

    /// With another limit for what is left at the end.
    static RunningReplicator startWithShutdownLimit(Path database, ObjectStore store, Duration limit) {
        return start(database, store, ReplicatorSettings.STANDARD_SPOOL_LIMIT, limit);
    }

    /// With a new snapshot due whenever there is none on its way.
    static RunningReplicator startWithManySnapshots(Path database, ObjectStore store, CheckpointSettings settings) {
        Clock clock = Clock.systemUTC();
        Random random = new Random();
        Duration interval = Duration.ofMillis(20);
        LaneSettings lane = new LaneSettings(
                interval,
                Duration.ofMillis(1),
                Duration.ZERO,
                LaneSettings.STANDARD.retentionCheckInterval(),
                LaneSettings.STANDARD.segmentLimitBytes(),
                false,
                false);
        return awaited(new RunningReplicator(
                database,
                new Replicator(
                        database,
                        List.of(new Destination("fake", store, new Circuit(clock, random), lane)),
                        new ReplicatorSettings(interval, settings, 0, false, ReplicatorSettings.SHUTDOWN_LIMIT),
                        Optional.empty(),
                        clock,
                        random,
                        Replicator.WAL_LIMIT_BYTES)));
    }

    private static RunningReplicator start(
            Path database, ObjectStore store, long spoolLimitBytes, Duration shutdownLimit) {
        return awaited(begin(
                database,
                List.of(new Replica("fake", store)),
                new ReplicatorSettings(
                        Duration.ofMillis(20), CheckpointSettings.STANDARD, spoolLimitBytes, false, shutdownLimit),
                Replicator.WAL_LIMIT_BYTES));
    }

    private static RunningReplicator awaited(RunningReplicator running) {
        running.until(status -> running.ended.isDone() || running.isListening());
        return running;
    }

    /// The same, and returns at once.
    static RunningReplicator begin(Path database, List<Replica> replicas, Duration interval, long walLimitBytes) {
        return begin(database, replicas, interval, walLimitBytes, CheckpointSettings.STANDARD);
    }

    private static RunningReplicator begin(
            Path database, List<Replica> replicas, Duration interval, long walLimitBytes, CheckpointSettings settings) {
        return begin(
                database,
                replicas,
                new ReplicatorSettings(interval, settings, 0, false, ReplicatorSettings.SHUTDOWN_LIMIT),
                walLimitBytes);
    }

    private static RunningReplicator begin(
            Path database, List<Replica> replicas, ReplicatorSettings settings, long walLimitBytes) {
        return new RunningReplicator(database, replicator(database, replicas, settings, walLimitBytes));
    }

    /// One that nobody runs yet.
    static Replicator notStarted(Path database, Path root) {
        ReplicatorSettings settings = new ReplicatorSettings(
                Duration.ofMillis(20), CheckpointSettings.STANDARD, 0, false, ReplicatorSettings.SHUTDOWN_LIMIT);
        List<Replica> replicas = List.of(new Replica("file", new FileObjectStore(root)));
        return replicator(database, replicas, settings, Replicator.WAL_LIMIT_BYTES);
    }

    private static Replicator replicator(
            Path database, List<Replica> replicas, ReplicatorSettings settings, long walLimitBytes) {
        Clock clock = Clock.systemUTC();
        Random random = new Random();
        return new Replicator(
                database,
                replicas.stream()
                        .map(replica -> Replicator.destination(replica, settings.interval(), clock, random))
                        .toList(),
                settings,
                Optional.empty(),
                clock,
                random,
                walLimitBytes);
    }

    private boolean isListening() {
        try {
            return ControlClient.open(database).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    ControlClient control() {
        try {
            return ControlClient.open(database).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ReplicatorStatus sync() {
        try {
            return control().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for a status, with a deadline.
    ReplicatorStatus until(Predicate<ReplicatorStatus> condition) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            ReplicatorStatus status = replicator.status();
            if (condition.test(status)) {
                return status;
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("waited in vain, last status: " + replicator.status());
    }

    long[] sealNanos() {
        return replicator.sealNanos();
    }

    Replicator.Ended stop() {
        replicator.stop();
        return await();
    }

    Replicator.Ended await() {
        try {
            return ended.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        replicator.stop();
        try {
            ended.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // A test that expects it has asked `await`.
            return;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
