package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.RunSettings;
import dev.lifeboat.engine.replicate.CheckpointSettings;
import dev.lifeboat.engine.replicate.Replicator;
import dev.lifeboat.engine.replicate.ReplicatorSettings;
import dev.lifeboat.engine.replicate.upload.Destination;
import dev.lifeboat.engine.replicate.upload.LaneSettings;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.retry.Circuit;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Builds the replicators of one process from their settings. They share the threads that upload and, where they
/// write to one place, the circuit that spares it.
final class ReplicatorParts {
    /// Dozens of databases at a store with 50 ms a request; each large upload needs a part of 8 MiB.
    private static final int MOST_UPLOADS = 3;

    private static final long IDLE_THREAD_SECONDS = 10;

    private final Function<ReplicaSettings, ObjectStore> stores;
    private final RunSettings run;
    private final boolean takeOver;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final Executor uploads = uploads();
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();

    ReplicatorParts(Function<ReplicaSettings, ObjectStore> stores, RunSettings run, boolean takeOver, Clock clock) {
        this.stores = stores;
        this.run = run;
        this.takeOver = takeOver;
        this.clock = clock;
    }

    /// Threads that end when nothing is left to send; none while everything is idle.
    private static Executor uploads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_UPLOADS,
                MOST_UPLOADS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("upload-", 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    Replicator replicator(DatabaseSettings database) {
        List<Destination> destinations =
                database.replicas().stream().map(this::destination).toList();
        return new Replicator(database.path(), destinations, settings(database), uploads, clock, random);
    }

    private Destination destination(ReplicaSettings replica) {
        Circuit circuit = circuits.computeIfAbsent(place(replica.url()), _ -> new Circuit(clock, random));
        return new Destination(replica.name(), stores.apply(replica), circuit, lane(replica));
    }

    private LaneSettings lane(ReplicaSettings replica) {
        return new LaneSettings(
                replica.syncInterval(),
                notNegative(replica.snapshotInterval()),
                notNegative(replica.retention()),
                replica.retentionCheckInterval(),
                LaneSettings.STANDARD.segmentLimitBytes(),
                takeOver,
                replica.allowUnfenced());
    }

    /// What is away as a whole: the host of a URL, with its bucket and what its query says of the endpoint; every
    /// directory of this host.
    static String place(String url) {
        int host = url.indexOf("://") + 3;
        int path = url.indexOf('/', host);
        int query = url.startsWith("file:") ? -1 : url.indexOf('?');
        return path < 0 ? url : url.substring(0, path) + (query < 0 ? "" : url.substring(query));
    }

    /// A replica that gets each commit at once needs a database that is looked at as often.
    private ReplicatorSettings settings(DatabaseSettings database) {
        Duration shortest = database.replicas().stream()
                .map(ReplicaSettings::syncInterval)
                .min(Comparator.naturalOrder())
                .filter(sync -> sync.compareTo(database.monitorInterval()) < 0)
                .orElse(database.monitorInterval());
        return new ReplicatorSettings(
                shortest,
                checkpoints(database.checkpoints()),
                ReplicatorSettings.STANDARD_SPOOL_LIMIT,
                false,
                run.shutdownTimeout());
    }

    /// Rules that Litestream's keys switch off become ones that are never met.
    private static CheckpointSettings checkpoints(dev.lifeboat.app.config.CheckpointSettings wanted) {
        long most = wanted.maximumPages() <= 0 ? Integer.MAX_VALUE : wanted.maximumPages();
        return new CheckpointSettings(
                wanted.interval().isPositive() ? wanted.interval() : Duration.ofDays(36_500),
                wanted.minimumPages(),
                Math.max(most, wanted.minimumPages()),
                Math.max(0, wanted.truncatePages()));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
