package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final DatabasePath path;
    private final List<Lane> lanes;
    private final Spool spool;
    private final Clock clock;
    private final RandomGenerator random;
    private final long walLimitBytes;
    private final Inbox inbox;
    private final Standing standing;

    private Optional<Session> session = Optional.empty();
    private Optional<Position> captured = Optional.empty();
    private Optional<WalGate> gate = Optional.empty();
    private boolean isSpoolClean;

    ReplicationLoop(
            DatabasePath path,
            List<Lane> lanes,
            Spool spool,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes,
            Inbox inbox) {
        this.path = path;
        this.lanes = lanes;
        this.spool = spool;
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
            switch (Session.begin(path, GenerationId.random(random), spool, clock, walLimitBytes)) {
                case Session.Outcome.Begun(Session begun, Birth.Outcome.Born born) -> begun(begun, born);
                case Session.Outcome.Impossible(DatabaseTrouble trouble) -> {
                    if (trouble instanceof DatabaseTrouble.WalTooLarge) {
                        gate = Optional.of(WalGate.shut(path.wal()));
                    }
                    standing.become(State.WAITING, trouble.sentence());
                }
            }
        } catch (IOException e) {
            standing.become(State.WAITING, "cannot take up " + path + ": " + e);
        }
    }

    private void begun(Session begun, Birth.Outcome.Born born) {
        session = Optional.of(begun);
        isSpoolClean = false;
        for (Lane lane : lanes) {
            lane.addSnapshot(Position.ofSnapshot(begun.generation(), 0), born.image());
            born.segment().ifPresent(lane::addSegment);
        }
        captured = Optional.of(begun.position());
        standing.become(State.REPLICATING, "");
        LOG.info("replicating database={} generation={} position={}", path, begun.generation(), begun.position());
        LOG.info(
                "this release never checkpoints, and while it runs nobody else can: {} grows until it is stopped",
                path.wal().getFileName());
    }

    private void capture(boolean now) {
        try {
            Found found = look(now);
            switch (found) {
                case Found.Nothing _ -> standing.become(State.REPLICATING, "");
                case Found.Captured(Spool.Segment segment) -> {
                    lanes.forEach(lane -> lane.addSegment(segment));
                    captured = Optional.of(segment.end());
                    isSpoolClean = false;
                    standing.become(State.REPLICATING, "");
                }
                case Found.Unclear(String why) -> standing.become(State.REPLICATING, why);
                case Found.Broken(String why) -> {
                    LOG.warn("a new generation begins: {}", why);
                    letGo(State.STARTING, "");
                    begin();
                }
                case Found.Incident(String why) -> letGo(State.INCIDENT, why);
            }
        } catch (IOException e) {
            // Nothing was captured and nothing is lost: the frames stay in the WAL as long as the read mark stands.
            standing.become(State.REPLICATING, "cannot capture: " + e);
        }
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
        if (state() == State.REPLICATING && !isSpoolClean && isAllSent()) {
            try {
                spool.clear();
                isSpoolClean = true;
            } catch (IOException e) {
                LOG.warn("clearing the spool: {}", e.toString());
            }
        }
    }

    private boolean isAllSent() {
        return lanes.stream().allMatch(Lane::isEmpty);
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
