package dev.lifeboat.bench;

import dev.lifeboat.rig.app.Ledger;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Lag;
import dev.lifeboat.rig.process.ApplicationProcess;
import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Place;
import dev.lifeboat.rig.process.StoreProcess;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The rounds of the bench. Each has its own database, store and processes.
final class Rounds {
    private static final String REPLICA = "app";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PAGE_BYTES = 4096;
    private static final int PACED_SECONDS = 20;

    private Rounds() {}

    /// The application as fast as it can, nobody beside it.
    static Figures alone(Setting setting) throws Exception {
        Path database = newDatabase(setting);
        try (ApplicationProcess application = run(setting, database, setting.seconds(), 0)) {
            long peak = awaitEnd(application, database, setting.seconds());
            return of(application, peak, -1, new ProcessFigures(-1, -1, -1), Lag.NONE, -1);
        }
    }

    /// The application as fast as it can beside a replicator, which is then told to end.
    static Figures fullSpeed(Setting setting) throws Exception {
        return beside(setting, setting.seconds(), 0);
    }

    /// The application at `rate` transactions a second.
    static Figures paced(Setting setting, int rate) throws Exception {
        return beside(setting, PACED_SECONDS, rate);
    }

    private static Figures beside(Setting setting, int seconds, int rate) throws Exception {
        Path database = newDatabase(setting);
        try (Place place = setting.place();
                Child replicator = replicate(setting, place, database)) {
            ProcessFigures before = ProcessFigures.of(replicator.pid());
            try (ApplicationProcess application = run(setting, database, seconds, rate)) {
                long peak = awaitEnd(application, database, seconds);
                double cpu = ProcessFigures.of(replicator.pid()).cpuSeconds() - before.cpuSeconds();
                long started = System.nanoTime();
                replicator.signal("TERM");
                ProcessFigures last = ProcessFigures.of(replicator.pid());
                while (replicator.isAlive()) {
                    last = lastFigures(replicator, last);
                    Wait.pass(Duration.ofMillis(10));
                }
                long drained = (System.nanoTime() - started) / 1_000_000;
                if (replicator.await(LIMIT) != 0) {
                    System.err.println("replicate did not drain:\n" + replicator.output());
                    drained = -1;
                }
                Generation newest = Generation.list(place.root(REPLICA)).getLast();
                Lag lag = drained < 0
                        ? Lag.NONE
                        : Lag.of(
                                Ledger.moments(application.ledgerFile()),
                                place.arrivals(REPLICA, newest),
                                application.lastCommit(),
                                PAGE_BYTES);
                ProcessFigures all = new ProcessFigures(last.rssBytes(), last.rssPeakBytes(), cpu);
                return of(application, peak, drained, all, lag, -1);
            }
        }
    }

    private static ProcessFigures lastFigures(Child replicator, ProcessFigures last) {
        try {
            ProcessFigures now = ProcessFigures.of(replicator.pid());
            // A process that has ended and was not waited for has no memory any more.
            return now.rssPeakBytes() == 0 ? last : now;
        } catch (IOException e) {
            // It has just ended.
            return last;
        }
    }

    /// Nobody writes.
    static Figures idle(Setting setting) throws Exception {
        Path database = newDatabase(setting);
        try (Place place = setting.place();
                Child replicator = replicate(setting, place, database)) {
            // What the start brings with it is not idleness.
            Wait.pass(Duration.ofSeconds(5));
            if (place instanceof StoreProcess store) {
                store.forgetCounts();
            }
            Wait.pass(Duration.ofSeconds(setting.idleSeconds()));
            ProcessFigures figures = ProcessFigures.of(replicator.pid());
            long requests = place instanceof StoreProcess store ? store.requests() : -1;
            return new Figures(-1, -1, -1, -1, -1, figures.rssBytes(), figures.rssPeakBytes(), -1, -1, -1, requests);
        }
    }

    private static Figures of(
            ApplicationProcess application, long walPeak, long drained, ProcessFigures process, Lag lag, long requests)
            throws IOException {
        return new Figures(
                application.figure("transactions") / application.figure("seconds"),
                application.figure("p99_us") / 1000,
                application.figure("max_us") / 1000,
                walPeak,
                drained,
                process.rssBytes(),
                process.rssPeakBytes(),
                process.cpuSeconds(),
                lag.p50Millis(),
                lag.p99Millis(),
                requests);
    }

    private static Path newDatabase(Setting setting) throws Exception {
        Path database =
                Files.createDirectories(setting.directory().resolve("data")).resolve("app.db");
        try (ApplicationProcess first = ApplicationProcess.start(
                database, setting.directory().resolve("first"), "--rate", "200", "--seconds", "1")) {
            first.awaitEnd(LIMIT);
        }
        return database;
    }

    private static ApplicationProcess run(Setting setting, Path database, int seconds, int rate) throws IOException {
        return ApplicationProcess.start(
                database,
                setting.directory().resolve("notes"),
                "--seconds",
                Integer.toString(seconds),
                "--rate",
                Integer.toString(rate),
                "--ledger-force",
                "-1");
    }

    private static Child replicate(Setting setting, Place place, Path database) throws Exception {
        Lifeboat lifeboat = Lifeboat.packaged(setting.directory().resolve("lifeboat"), place.environment());
        Child replicator = lifeboat.replicate(database, place.url(REPLICA));
        Wait.until(LIMIT, "there is a snapshot", () -> {
            if (!replicator.isAlive()) {
                throw new IOException("replicate ended: " + replicator.output());
            }
            return Generation.list(place.root(REPLICA)).stream()
                    .anyMatch(generation -> !generation.snapshots().isEmpty());
        });
        return replicator;
    }

    private static long awaitEnd(ApplicationProcess application, Path database, int seconds) throws Exception {
        Path wal = database.resolveSibling("app.db-wal");
        long peak = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).plus(LIMIT).toNanos();
        while (application.child().isAlive() && System.nanoTime() < end) {
            peak = Math.max(peak, wal.toFile().length());
            Wait.pass(Duration.ofMillis(20));
        }
        application.awaitEnd(LIMIT);
        return peak;
    }
}
