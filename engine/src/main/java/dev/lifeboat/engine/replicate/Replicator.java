package dev.lifeboat.engine.replicate;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.LibraryFloor;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import dev.lifeboat.engine.replicate.control.ControlServer;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.spool.Spool;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the replicas of one database in step with it until told to stop. It never writes a transaction of its own to
/// the database; it checkpoints what it has captured.
///
/// `run` belongs to one thread, which nobody may interrupt while it runs (LK-7); everything else may be called by any.
/// A process runs one of these for each database.
public final class Replicator {
    private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);

    /// A segment must begin below 4 GiB (0.3 spec, pitfall P1). This leaves room for one large transaction.
    static final long WAL_LIMIT_BYTES = 0xF000_0000L;

    private final Path named;
    private final Duration syncInterval;
    private final Clock clock;
    private final RandomGenerator random;
    private final long walLimitBytes;
    private final CheckpointSettings settings;
    private final List<Lane> lanes;
    private final Inbox inbox = new Inbox();
    private final SealCount seals = new SealCount();
    private final Instant startedAt;
    private volatile ReplicatorStatus status;

    public Replicator(
            Path database, List<Replica> replicas, Duration syncInterval, Clock clock, RandomGenerator random) {
        this(database, replicas, syncInterval, clock, random, WAL_LIMIT_BYTES, CheckpointSettings.STANDARD);
    }

    Replicator(
            Path database,
            List<Replica> replicas,
            Duration syncInterval,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes,
            CheckpointSettings settings) {
        this.settings = settings;
        this.named = database.toAbsolutePath();
        this.syncInterval = syncInterval;
        this.clock = clock;
        this.random = random;
        this.walLimitBytes = walLimitBytes;
        this.lanes = replicas.stream()
                .map(replica -> new Lane(replica, clock, random))
                .toList();
        this.startedAt = clock.instant();
        this.status = before(State.STARTING, "");
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
                lanes.stream().map(Lane::status).toList());
    }

    /// How a run ended: the exit status says whether everything was acknowledged (ST-2).
    public record Ended(boolean everythingAcknowledged, Optional<Position> captured) {}

    /// Returns after `stop`. Throws [ProblemException] where another Lifeboat holds the database (`HELD_BY_ANOTHER`) or
    /// this build cannot replicate at all (LB-1).
    public Ended run() {
        LibraryFloor.check().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        try {
            Optional<DatabasePath> path = awaitDirectory();
            if (path.isEmpty()) {
                return new Ended(true, Optional.empty());
            }
            try (MetaDirectory meta = MetaDirectory.take(path.get().metaDirectory(), clock)) {
                return listenAndRun(path.get(), meta);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.FAILED, "cannot replicate " + named + ": " + e)
                            .withSafe("the database was not written to"),
                    e);
        }
    }

    /// A volume may be mounted after us: its directory is waited for as a missing database is. Nothing where the end is
    /// asked for first.
    private Optional<DatabasePath> awaitDirectory() throws IOException {
        while (!inbox.isStopping()) {
            try {
                return Optional.of(DatabasePath.resolve(named));
            } catch (NoSuchFileException e) {
                if (status.state() != State.WAITING) {
                    status = before(State.WAITING, "there is no directory " + e.getFile());
                    LOG.warn("waiting: {}", status.reason());
                }
            }
            // Nobody can ask anything yet: there is no directory for the socket either.
            inbox.next(syncInterval);
        }
        return Optional.empty();
    }

    private Ended listenAndRun(DatabasePath path, MetaDirectory meta) throws IOException {
        ControlServer server = ControlServer.start(meta.path(), this::answer);
        try {
            return run(path, meta);
        } finally {
            server.close();
        }
    }

    private Ended run(DatabasePath path, MetaDirectory meta) {
        ReplicationLoop loop =
                new ReplicationLoop(
                        path,
                        lanes,
                        new Spool(meta.spool()),
                        meta.path(),
                        clock,
                        random,
                        walLimitBytes,
                        settings,
                        seals,
                        inbox);
        try {
            while (!inbox.isStopping()) {
                loop.tick(false);
                publish(loop, meta);
                serve(loop, meta);
            }
            boolean everything = loop.end();
            publish(loop, meta);
            return new Ended(everything, loop.captured());
        } finally {
            // After a bug too: what is open on the database is closed in the only safe order (ST-1).
            loop.letGo(State.STOPPED, "");
            inbox.close();
        }
    }

    /// Sleeps until the next tick, answering what is asked meanwhile.
    private void serve(ReplicationLoop loop, MetaDirectory meta) {
        long wait = loop.untilNextTick(syncInterval).toNanos();
        long wake = System.nanoTime() + wait;
        for (long left = wait; left > 0 && !inbox.isStopping(); left = wake - System.nanoTime()) {
            inbox.next(Duration.ofNanos(left)).ifPresent(ask -> {
                Optional<Problem> problem = loop.handle(ask.request());
                publish(loop, meta);
                ask.answer().complete(problem.<Answer>map(Answer.Failed::new).orElse(new Answer.Done(status)));
            });
        }
    }

    private void publish(ReplicationLoop loop, MetaDirectory meta) {
        ReplicatorStatus now = new ReplicatorStatus(
                named,
                loop.state(),
                loop.reason(),
                ProcessHandle.current().pid(),
                startedAt,
                loop.generation(),
                loop.captured(),
                loop.walBytes(),
                loop.figures(),
                loop.notices(),
                lanes.stream().map(Lane::status).toList());
        boolean moved =
                !now.captured().equals(status.captured()) || !now.replicas().equals(status.replicas());
        status = now;
        if (moved) {
            note(now, meta);
        }
    }

    /// For people and for `doctor`; nothing is decided by it, because each start begins a new generation.
    private static void note(ReplicatorStatus now, MetaDirectory meta) {
        JsonObject position = new JsonObject();
        now.captured().ifPresent(captured -> position.addProperty("captured", captured.toString()));
        JsonObject acknowledged = new JsonObject();
        now.replicas()
                .forEach(replica -> replica.acknowledged()
                        .ifPresent(end -> acknowledged.addProperty(replica.name(), end.toString())));
        position.add("acknowledged", acknowledged);
        try {
            meta.write("position", position);
        } catch (IOException e) {
            LOG.warn("cannot note the position: {}", e.toString());
        }
    }

    private Answer answer(ControlRequest request) {
        return request == ControlRequest.STATUS ? new Answer.Done(status) : inbox.ask(request);
    }

    /// Asks `run` to end: one last sync, then ST-1. Returns at once.
    public void stop() {
        inbox.stop();
    }

    /// What the last tick left.
    public ReplicatorStatus status() {
        return status;
    }

    /// How long the last seals held the write lock. After the end, or for a rough look.
    long[] sealNanos() {
        return seals.lastNanos();
    }
}
