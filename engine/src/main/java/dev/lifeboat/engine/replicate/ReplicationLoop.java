package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replicator does, tick by tick. Everything here belongs to one thread, the only one that touches the database.
final class ReplicationLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationLoop.class);

    /// How long the stores may take for what is left when the end was asked for (ST-2).
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(20);

    /// Looks at a WAL that is being written just now, before a request is answered that it did not go.
    private static final int MOST_LOOKS = 50;

    /// From here on the WAL is sealed also while it is written, whatever the page size: room for what comes in until
    /// the seal is done, and half of the 256 MiB that we promise.
    private static final long MOST_WAL_BYTES = 128L << 20;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final DatabasePath path;
    private final List<Lane> lanes;
    private final Spool spool;
    private final Path scratch;
    private final Clock clock;
    private final RandomGenerator random;
    private final long walLimitBytes;
    private final CheckpointSettings settings;
    private final Inbox inbox;
    private final Standing standing;
    private final SealCount seals;
    private final Deque<Chunk> spooled = new ArrayDeque<>();

    private Optional<Session> session = Optional.empty();
    private Optional<Position> captured = Optional.empty();
    private Optional<WalGate> gate = Optional.empty();
    private boolean isSpoolClean;
    private long captures;
    private long captureErrors;
    private long generations;
    private long commitsBefore;
    private long framesFound;
    private long lookNanos = System.nanoTime();
    private Duration sinceLook = Duration.ZERO;

    ReplicationLoop(
            DatabasePath path,
            List<Lane> lanes,
            Spool spool,
            Path scratch,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes,
            CheckpointSettings settings,
            SealCount seals,
            Inbox inbox) {
        this.seals = seals;
        this.path = path;
        this.lanes = lanes;
        this.spool = spool;
        this.scratch = scratch;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.walLimitBytes = walLimitBytes;
        this.inbox = inbox;
        this.standing = new Standing(path);
    }

    State state() {
        return standing.state();
    }

    String reason() {
        return standing.reason();
    }

    Optional<GenerationId> generation() {
        return session.map(Session::generation);
    }

    Optional<Position> captured() {
        return captured;
    }

    long walBytes() {
        return session.map(Session::walBytes).orElse(0L);
    }

    /// One round: take the database up if it is not, capture, upload. `now` looks even where nothing seems to have
    /// changed, and tries a store that is being left alone for a while.
    void tick(boolean now) {
        if (state() == State.STARTING || state() == State.WAITING) {
            begin();
        } else if (state() == State.REPLICATING) {
            capture(now);
        }
        drain(now, () -> !inbox.isStopping());
    }

    private void begin() {
        if (gate.isPresent() && gate.get().isShut()) {
            return;
        }
        gate = Optional.empty();
        try {
            switch (LiveDatabase.open(path)) {
                case LiveDatabase.OpenOutcome.Unusable(DatabaseTrouble trouble) ->
                    standing.become(State.WAITING, trouble.sentence());
                case LiveDatabase.OpenOutcome.Opened(LiveDatabase database) -> bear(database);
            }
        } catch (IOException e) {
            standing.become(State.WAITING, "cannot take up " + path + ": " + e);
        }
    }

    /// Whatever fails, nothing stays open.
    private void bear(LiveDatabase database) throws IOException {
        GenerationId generation = GenerationId.random(random);
        try {
            switch (new Birth(database, generation, spool, scratch, clock, walLimitBytes).look()) {
                case Birth.Outcome.Born born -> born(database, generation, born);
                case Birth.Outcome.Impossible(DatabaseTrouble trouble) -> {
                    if (trouble instanceof DatabaseTrouble.WalTooLarge) {
                        gate = Optional.of(WalGate.shut(path.wal()));
                    }
                    standing.become(State.WAITING, trouble.sentence());
                }
            }
        } finally {
            if (session.isEmpty()) {
                database.close();
            }
        }
    }

    private void born(LiveDatabase database, GenerationId generation, Birth.Outcome.Born born) throws IOException {
        Session begun = new Session(
                database, generation, born.follower(), scratch, settingsFor(database), this::take, seals);
        session = Optional.of(begun);
        generations++;
        begun.show(born.image());
        send(born.image());
        born.chunk().ifPresent(this::take);
        captured = Optional.of(begun.position());
        standing.become(State.REPLICATING, "");
        LOG.info("replicating database={} generation={} position={}", path, generation, begun.position());
    }

    /// Large pages make a WAL large sooner.
    private CheckpointSettings settingsFor(LiveDatabase database) {
        return settings.within(
                Math.min(MOST_WAL_BYTES, walLimitBytes / 2) / database.pageSize().bytes());
    }

    /// Each lane closes its share, and we ours.
    private void send(SnapshotImage image) throws IOException {
        lanes.forEach(lane -> lane.addSnapshot(image.share()));
        image.close();
    }

    private void take(Chunk chunk) {
        lanes.forEach(lane -> lane.addChunk(chunk));
        spooled.add(chunk);
        captured = Optional.of(chunk.end());
        captures++;
    }

    private void capture(boolean now) {
        try {
            long framesBefore = session.orElseThrow().follower().frames();
            Found found = look(now);
            judge(found);
            if (found instanceof Found.Nothing || found instanceof Found.Captured) {
                Session.Tended tended = session.orElseThrow().tend(found instanceof Found.Nothing);
                if (tended.image().isPresent()) {
                    send(tended.image().get());
                }
                judge(tended.found());
            }
            pace(framesBefore);
        } catch (IOException e) {
            // Nothing was captured and nothing is lost: the frames stay in the WAL as long as the read mark stands.
            captureErrors++;
            standing.become(State.REPLICATING, "cannot capture: " + e);
        }
    }

    private void judge(Found found) {
        switch (found) {
            case Found.Nothing _, Found.Captured _ -> standing.become(State.REPLICATING, imageFailure());
            case Found.Unclear(String why) -> standing.become(State.REPLICATING, why);
            case Found.Broken(String why) -> {
                LOG.warn("a new generation begins: {}", why);
                letGo(State.STARTING, "");
                begin();
            }
            case Found.Incident(String why) -> letGo(State.INCIDENT, why);
        }
    }

    private String imageFailure() {
        return session.map(Session::imageFailure).orElse("");
    }

    private void pace(long framesBefore) {
        long nanos = System.nanoTime();
        sinceLook = Duration.ofNanos(nanos - lookNanos);
        lookNanos = nanos;
        long frames = session.map(now -> now.follower().frames()).orElse(0L);
        framesFound = frames >= framesBefore ? frames - framesBefore : frames;
    }

    /// How long the database may be left alone now; at most `interval`.
    Duration untilNextTick(Duration interval) {
        return state() != State.REPLICATING
                ? interval
                : CheckpointPolicy.untilNextLook(
                        interval, framesFound, sinceLook, session.map(Session::isOnSlotZero).orElse(false));
    }

    /// What was counted since the start.
    Figures figures() {
        long pageBytes = session.map(Session::pageBytes).orElse(0L);
        return new Figures(
                session.map(now -> now.follower().pages() * pageBytes).orElse(0L),
                session.map(Session::walFileBytes).orElse(0L),
                spool.bytes(),
                commitsBefore + session.map(now -> now.follower().commits()).orElse(0L),
                captures,
                captureErrors,
                seals.seals(),
                seals.givenUp(),
                seals.nanosTotal(),
                seals.nanosWorst(),
                generations);
    }

    List<String> notices() {
        return session.map(Session::notice).filter(text -> !text.isEmpty()).stream().toList();
    }

    private Found look(boolean now) throws IOException {
        Session current = session.orElseThrow();
        Found found = current.look(now);
        for (int look = 1; now && found instanceof Found.Unclear && look < MOST_LOOKS; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            found = current.look(true);
        }
        return found;
    }

    private void drain(boolean now, BooleanSupplier goOn) {
        lanes.forEach(lane -> lane.drain(now, goOn));
        try {
            if (state() == State.REPLICATING && !isSpoolClean) {
                spool.removeAllBut(List.copyOf(spooled));
                isSpoolClean = true;
            }
            // Lanes get chunks in one order: the oldest that nobody waits for is the oldest of all.
            while (!spooled.isEmpty() && !isWaitedFor(spooled.getFirst())) {
                spool.remove(spooled.removeFirst());
            }
        } catch (IOException e) {
            LOG.warn("clearing the spool: {}", e.toString());
        }
    }

    private boolean isWaitedFor(Chunk chunk) {
        return lanes.stream()
                .map(Lane::firstChunk)
                .anyMatch(first -> first.isPresent() && first.get().equals(chunk));
    }

    /// Does what was asked for; a problem where it did not go.
    Optional<Problem> handle(ControlRequest request) {
        return switch (request) {
            case STATUS -> Optional.empty();
            case SYNC -> sync();
            case RELEASE -> release();
            case REOPEN -> reopen();
        };
    }

    private Optional<Problem> sync() {
        tick(true);
        return unsent();
    }

    /// ST-1 without ending: the database is let go after a last round.
    private Optional<Problem> release() {
        if (state() == State.REPLICATING) {
            tick(true);
        }
        letGo(State.RELEASED, "released at someone's request");
        return Optional.empty();
    }

    /// Whatever lies at the path now, in a new generation.
    private Optional<Problem> reopen() {
        letGo(State.STARTING, "");
        gate = Optional.empty();
        tick(true);
        return unsent();
    }

    private Optional<Problem> unsent() {
        Optional<Problem> problem = standing.problem();
        return problem.isPresent() ? problem : lacking();
    }

    private Optional<Problem> lacking() {
        return lanes.stream()
                .filter(lane -> !lane.hasAll(captured))
                .map(lane -> Problem.of(
                                ProblemCode.STORE_UNREACHABLE,
                                "replica " + lane.name() + " does not have everything: " + lane.error())
                        .withSafe("what it lacks is kept in the spool and sent later"))
                .findFirst();
    }

    /// The end (ST-1, ST-2): a last round, what is left to the stores within a limit, then the database is let go.
    boolean end() {
        if (state() == State.REPLICATING) {
            capture(true);
        }
        Instant limit = clock.instant().plus(SHUTDOWN_LIMIT);
        drain(true, () -> clock.instant().isBefore(limit));
        boolean everything = isEverythingCaptured() && lanes.stream().allMatch(lane -> lane.hasAll(captured));
        letGo(State.STOPPED, "");
        return everything;
    }

    /// Whether nothing is known to have been committed that was not captured. A database that never came up has
    /// nothing to lose here; one that was captured and cannot be looked at any more may have.
    private boolean isEverythingCaptured() {
        return switch (state()) {
            case REPLICATING -> reason().isEmpty();
            case STARTING, WAITING -> captured.isEmpty();
            case RELEASED -> true;
            case INCIDENT, STOPPED -> false;
        };
    }

    /// Closes the database by ST-1. The order is LiveDatabase's; after it nothing of ours is open on the file set.
    void letGo(State next, String why) {
        session.ifPresent(open -> {
            lanes.forEach(lane -> lane.endGeneration(open.generation()));
            commitsBefore += open.follower().commits();
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", path, e.toString());
            }
        });
        session = Optional.empty();
        standing.become(next, why);
    }
}
