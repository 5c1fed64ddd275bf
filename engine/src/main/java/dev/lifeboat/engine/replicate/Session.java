package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// One generation of one database, from its birth to the closing of the database.
final class Session implements Closeable {
    /// File times are this coarse on the kernels we know: a write this soon after a look may show the same time.
    private static final long TIME_GRAIN_NANOS = Duration.ofMillis(50).toNanos();

    private final LiveDatabase database;
    private final GenerationId generation;
    private final Follower follower;
    private Optional<WalFile.Stamp> stamp = Optional.empty();
    private long stampSeenNanos;
    private boolean isSettled;

    private Session(LiveDatabase database, GenerationId generation, Follower follower) {
        this.database = database;
        this.generation = generation;
        this.follower = follower;
    }

    sealed interface Outcome {
        /// `born` is the snapshot and the first segment. Only who uploads them keeps them: the page map of a large
        /// WAL has tens of megabytes.
        record Begun(Session session, Birth.Outcome.Born born) implements Outcome {}

        record Impossible(DatabaseTrouble trouble) implements Outcome {}
    }

    /// Takes the database up and captures what is committed. Whatever fails, nothing stays open.
    static Outcome begin(DatabasePath path, GenerationId generation, Spool spool, Clock clock, long walLimitBytes)
            throws IOException {
        return switch (LiveDatabase.open(path)) {
            case LiveDatabase.OpenOutcome.Unusable(DatabaseTrouble trouble) -> new Outcome.Impossible(trouble);
            case LiveDatabase.OpenOutcome.Opened(LiveDatabase database) -> {
                Optional<Session> session = Optional.empty();
                try {
                    Birth.Outcome outcome = new Birth(database, generation, spool, clock, walLimitBytes).look();
                    yield switch (outcome) {
                        case Birth.Outcome.Impossible(DatabaseTrouble trouble) -> new Outcome.Impossible(trouble);
                        case Birth.Outcome.Born born -> {
                            Follower follower = new Follower(database, generation, spool, clock, walLimitBytes, born);
                            session = Optional.of(new Session(database, generation, follower));
                            yield new Outcome.Begun(session.get(), born);
                        }
                    };
                } finally {
                    if (session.isEmpty()) {
                        database.close();
                    }
                }
            }
        };
    }

    GenerationId generation() {
        return generation;
    }

    Position position() {
        return follower.position();
    }

    long walBytes() {
        return follower.walBytes();
    }

    /// Looks for new commits: always where `now` says so, else only if the WAL may have changed since.
    Follower.Found look(boolean now) throws IOException {
        return now || !isQuiet() ? follower.look() : new Follower.Found.Nothing();
    }

    /// Whether stat shows what it showed before, and a look has been taken late enough after that to have seen every
    /// write that could carry the same time. An idle database costs two calls of stat a tick.
    private boolean isQuiet() throws IOException {
        if (!database.isAtItsPath()) {
            return false;
        }
        Optional<WalFile.Stamp> current = currentStamp();
        if (current.isEmpty()) {
            return false;
        }
        long nanos = System.nanoTime();
        if (!current.equals(stamp)) {
            stamp = current;
            stampSeenNanos = nanos;
            isSettled = false;
            return false;
        }
        boolean quiet = isSettled;
        isSettled |= nanos - stampSeenNanos > TIME_GRAIN_NANOS;
        return quiet;
    }

    private Optional<WalFile.Stamp> currentStamp() throws IOException {
        try {
            return Optional.of(WalFile.Stamp.of(database.wal()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// ST-1: the file set stays as it is, byte for byte.
    @Override
    public void close() throws IOException {
        database.close();
    }
}
