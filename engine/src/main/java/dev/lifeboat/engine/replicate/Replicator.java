package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Keeps the replicas of one database in step with it until told to stop. It never writes to the database and, in this
/// release, never checkpoints.
///
/// `run` belongs to one thread, which nobody may interrupt while it runs (LK-7); everything else may be called by any.
public final class Replicator {
    private final Path database;
    private final List<Replica> replicas;
    private final Duration syncInterval;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile boolean stopping;

    public Replicator(
            Path database, List<Replica> replicas, Duration syncInterval, Clock clock, RandomGenerator random) {
        this.database = database;
        this.replicas = List.copyOf(replicas);
        this.syncInterval = syncInterval;
        this.clock = clock;
        this.random = random;
    }

    /// How a run ended: the exit status says whether everything was acknowledged (ST-2).
    public record Ended(boolean everythingAcknowledged, Optional<Position> captured) {}

    /// Returns after `stop`. Throws [dev.lifeboat.engine.ProblemException] where another Lifeboat holds the database
    /// (`HELD_BY_ANOTHER`) or this build cannot replicate at all (LB-1).
    public Ended run() {
        while (!stopping) {
            throw new UnsupportedOperationException(
                    database + " " + replicas + " " + syncInterval + " " + clock + " " + random);
        }
        return new Ended(false, Optional.empty());
    }

    /// Asks `run` to end: one last sync, then ST-1. Returns at once.
    public void stop() {
        stopping = true;
    }

    public ReplicatorStatus status() {
        throw new UnsupportedOperationException(database.toString());
    }
}
