package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.LibraryFloor;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.upload.Destination;
import dev.lifeboat.engine.replicate.upload.LaneSettings;
import dev.lifeboat.engine.store.retry.Circuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the replicas of one database in step with it until told to stop. It never writes a transaction of its own to
/// the database; it checkpoints what it has captured.
///
/// `tick` does what is to be done now and waits for nothing but the disk; one thread at a time calls it, which nobody
/// may interrupt meanwhile (LK-7). [Replicators] does that for many, `run` for one. Everything else may be called by
/// any thread. A process has one of these for each database.
public final class Replicator {
    private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);

    /// A segment must begin below 4 GiB (0.3 spec, pitfall P1). This leaves room for one large transaction.
    static final long WAL_LIMIT_BYTES = 0xF000_0000L;

    /// For one database that runs alone.
    private static final int UPLOADS = 4;

    private final Path named;
    private final List<Destination> destinations;
    private final ReplicatorSettings settings;
    private final Optional<Executor> uploads;
    private final Clock clock;
    private final RandomGenerator random;
    private final long walLimitBytes;
    private final Inbox inbox = new Inbox();
    private final SealCount seals = new SealCount();
    private final Instant startedAt;
    private volatile Optional<Taken> taken = Optional.empty();
    private Optional<Ended> ended = Optional.empty();
    private volatile ReplicatorStatus status;

    /// With standard settings and an executor of its own.
    public Replicator(
            Path database, List<Replica> replicas, Duration syncInterval, Clock clock, RandomGenerator random) {
        this(
                database,
                replicas.stream()
                        .map(replica -> destination(replica, syncInterval, clock, random))
                        .toList(),
                ReplicatorSettings.standard(syncInterval),
                Optional.empty(),
                clock,
                random,
                WAL_LIMIT_BYTES);
    }

    /// `uploads` runs the uploads of many databases.
    public Replicator(
            Path database,
            List<Destination> destinations,
            ReplicatorSettings settings,
            Executor uploads,
            Clock clock,
            RandomGenerator random) {
        this(database, destinations, settings, Optional.of(uploads), clock, random, WAL_LIMIT_BYTES);
    }

    Replicator(
            Path database,
            List<Destination> destinations,
            ReplicatorSettings settings,
            Optional<Executor> uploads,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes) {
        this.named = database.toAbsolutePath();
        this.destinations = List.copyOf(destinations);
        this.settings = settings;
        this.uploads = uploads;
        this.clock = clock;
        this.random = random;
        this.walLimitBytes = walLimitBytes;
        this.startedAt = clock.instant();
        this.status = before(State.STARTING, "");
    }

    static Destination destination(Replica replica, Duration syncInterval, Clock clock, RandomGenerator random) {
        return new Destination(
                replica.name(),
                replica.store(),
                new Circuit(clock, random),
                LaneSettings.STANDARD.withSyncInterval(syncInterval));
    }

    /// The status while nothing has been taken up.
    private ReplicatorStatus before(State state, String reason) {
        return new ReplicatorStatus(
                named,
                state,
                reason,
                ProcessHandle.current().pid(),
                startedAt,
                Optional.empty(),
                Optional.empty(),
                0,
                Figures.NONE,
                List.of(),
                List.of());
    }

    /// How a run ended: the exit status says whether everything was acknowledged (ST-2).
    public record Ended(boolean everythingAcknowledged, Optional<Position> captured) {}

    /// Returns after `stop`. Throws [ProblemException] where another Lifeboat holds the database or writes its replica
    /// (`HELD_BY_ANOTHER`), or this build cannot replicate at all (LB-1).
    public Ended run() {
        try {
            for (Optional<Duration> next = tick(); next.isPresent(); next = tick()) {
                inbox.await(next.get());
            }
            return ended.orElseThrow();
        } finally {
            abandon();
        }
    }

    /// Does what is to be done now, and answers when it has to be called again at the latest; nothing after the end.
    /// Throws as `run` does; then everything is closed.
    Optional<Duration> tick() {
        if (ended.isPresent()) {
            return Optional.empty();
        }
        try {
            if (taken.isEmpty() && !take()) {
                return ended.isPresent() ? Optional.empty() : Optional.of(settings.interval());
            }
            Optional<Duration> next = taken.orElseThrow().tick();
            status = taken.orElseThrow().status();
            if (next.isEmpty()) {
                ended = Optional.of(taken.orElseThrow().ended());
                abandon();
            }
            return next;
        } catch (IOException e) {
            abandon();
            throw new ProblemException(
                    Problem.of(ProblemCode.FAILED, "cannot replicate " + named + ": " + e)
                            .withSafe("the database was not written to"),
                    e);
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /// A volume may be mounted after us: its directory is waited for as a missing database is.
    private boolean take() throws IOException {
        LibraryFloor.check().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        DatabasePath path;
        try {
            path = DatabasePath.resolve(named);
        } catch (NoSuchFileException e) {
            waitForDirectory(e.getFile());
            return false;
        }
        if (inbox.isStopping()) {
            // Nobody has looked: what is committed there may be nowhere else.
            ended = Optional.of(new Ended(!Files.exists(path.file()), Optional.empty()));
            return false;
        }
        Optional<ExecutorService> own = uploads.isPresent() ? Optional.empty() : Optional.of(ownUploads());
        taken = Optional.of(Taken.take(
                new Taken.Parts(
                        named, path, destinations, settings, clock, random, walLimitBytes, inbox, seals, startedAt),
                own.<Executor>map(each -> each).or(() -> uploads).orElseThrow(),
                own));
        return true;
    }

    private void waitForDirectory(String missing) {
        // Nobody can ask anything yet: there is no directory for the socket either.
        if (inbox.isStopping()) {
            ended = Optional.of(new Ended(true, Optional.empty()));
        } else if (status.state() != State.WAITING) {
            status = before(State.WAITING, "there is no directory " + missing);
            LOG.warn("waiting: {}", status.reason());
        }
    }

    private static ExecutorService ownUploads() {
        return Executors.newFixedThreadPool(
                UPLOADS, Thread.ofPlatform().daemon().name("upload-", 1).factory());
    }

    /// After a bug too: what is open on the database is closed in the only safe order (ST-1).
    private void abandon() {
        taken.ifPresent(Taken::close);
        taken = Optional.empty();
        inbox.close();
    }

    /// Who is called, on any thread, when `tick` has something to do before its time.
    void onWake(Runnable called) {
        inbox.onWake(called);
    }

    /// Asks for the end: one last look, what is left to the stores, then ST-1. Returns at once.
    public void stop() {
        inbox.stop();
    }

    /// What the last tick left, and whether the present one waits for a disk.
    public ReplicatorStatus status() {
        return taken.map(Taken::status).orElse(status);
    }

    /// The database, as it was named.
    public Path database() {
        return named;
    }

    /// After the last `tick`.
    Ended ended() {
        return ended.orElseThrow();
    }

    /// How long the last seals held the write lock. After the end, or for a rough look.
    long[] sealNanos() {
        return seals.lastNanos();
    }
}
