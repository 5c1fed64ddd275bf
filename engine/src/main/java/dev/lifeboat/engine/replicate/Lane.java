package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.ForeignObjectException;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.spool.Chunk;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one replica still lacks, in the order in which it must get it (0.3 spec, section 1.12). Belongs to the thread
/// of the replicator.
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /// An outage must cost less than a request a second (OB-5) and be noticed to be over within a minute.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 6;

    private final Replica replica;
    private final GenerationsWriter writer;
    private final Clock clock;
    private final RandomGenerator random;
    private final Deque<Upload> queue = new ArrayDeque<>();
    private Optional<Position> acknowledged = Optional.empty();
    private Optional<Instant> acknowledgedAt = Optional.empty();
    private Instant notBefore = Instant.MIN;
    private int failures;
    private String error = "";
    private boolean alarmed;

    Lane(Replica replica, Clock clock, RandomGenerator random) {
        this.replica = replica;
        this.writer = new GenerationsWriter(replica.store());
        this.clock = clock;
        this.random = random;
    }

    private sealed interface Upload {
        Position end();

        Instant capturedAt();

        record Snapshot(SnapshotImage image, Instant capturedAt) implements Upload {
            @Override
            public Position end() {
                return image.at();
            }
        }

        record Wal(Chunk chunk) implements Upload {
            @Override
            public Position end() {
                return chunk.end();
            }

            @Override
            public Instant capturedAt() {
                return chunk.committedAt();
            }
        }
    }

    /// Closes it when it is done with it.
    void addSnapshot(SnapshotImage image) {
        queue.add(new Upload.Snapshot(image, clock.instant()));
    }

    void addChunk(Chunk chunk) {
        queue.add(new Upload.Wal(chunk));
    }

    /// The database of `generation` is about to be let go. A snapshot that is not in the store yet can never be made
    /// any more, and segments without a snapshot are of no use; what has its snapshot stays in line.
    void endGeneration(GenerationId generation) {
        boolean hasNoSnapshot = queue.stream()
                .anyMatch(upload -> upload instanceof Upload.Snapshot
                        && upload.end().generation().equals(generation));
        if (hasNoSnapshot) {
            LOG.warn("replica {} has no snapshot of generation {} and gets none", replica.name(), generation);
            queue.forEach(upload -> {
                if (upload.end().generation().equals(generation)) {
                    drop(upload);
                }
            });
            queue.removeIf(upload -> upload.end().generation().equals(generation));
        }
    }

    private static void drop(Upload upload) {
        if (upload instanceof Upload.Snapshot(SnapshotImage image, Instant _)) {
            try {
                image.close();
            } catch (IOException e) {
                LOG.warn("closing a snapshot: {}", e.toString());
            }
        }
    }

    /// The oldest chunk that still waits.
    Optional<Chunk> firstChunk() {
        return queue.stream()
                .filter(Upload.Wal.class::isInstance)
                .map(upload -> ((Upload.Wal) upload).chunk())
                .findFirst();
    }

    /// Uploads in order until nothing is left or one fails. After a failure nothing is tried before its pause is over,
    /// unless `now` asks for it. `goOn` is asked between two uploads.
    void drain(boolean now, BooleanSupplier goOn) {
        if (alarmed || (!now && isPausing())) {
            return;
        }
        for (Upload next = queue.peek(); next != null && goOn.getAsBoolean(); next = queue.peek()) {
            try {
                put(next, goOn);
            } catch (StoppableInputStream.StoppedException e) {
                LOG.info("replica {}: an upload was given up, the end was asked for", replica.name());
                return;
            } catch (ForeignObjectException e) {
                alarmed = true;
                failed(e);
                return;
            } catch (IOException e) {
                failed(e);
                return;
            }
            queue.remove();
            drop(next);
            succeeded(next);
        }
    }

    /// A clock that was set back does not make a pause longer.
    private boolean isPausing() {
        Instant now = clock.instant();
        return now.isBefore(notBefore) && !now.plus(LONGEST_PAUSE).isBefore(notBefore);
    }

    private void put(Upload upload, BooleanSupplier goOn) throws IOException {
        switch (upload) {
            case Upload.Snapshot snapshot ->
                writer.writeSnapshot(
                        snapshot.end(),
                        () -> new StoppableInputStream(snapshot.image().open(), goOn));
            case Upload.Wal(Chunk chunk) ->
                writer.writeSegment(chunk.start(), () -> new StoppableInputStream(chunk.open(), goOn));
        }
    }

    private void succeeded(Upload upload) {
        if (!error.isEmpty()) {
            LOG.info("replica {} takes objects again", replica.name());
        }
        if (upload instanceof Upload.Snapshot) {
            LOG.info("snapshot written replica={} position={}", replica.name(), upload.end());
        }
        acknowledged = Optional.of(upload.end());
        acknowledgedAt = Optional.of(clock.instant());
        failures = 0;
        error = "";
        notBefore = Instant.MIN;
    }

    private void failed(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (!error.equals(message)) {
            LOG.error("replica {}: {}", replica.name(), message);
        }
        error = message;
        long most = FIRST_PAUSE.toMillis() << Math.min(failures, MOST_DOUBLINGS);
        failures++;
        long pause = Math.min(LONGEST_PAUSE.toMillis(), most / 2 + random.nextLong(most / 2 + 1));
        notBefore = clock.instant().plusMillis(pause);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// Whether the store has acknowledged everything up to `captured`.
    boolean hasAll(Optional<Position> captured) {
        return queue.isEmpty() && (captured.isEmpty() || acknowledged.equals(captured));
    }

    String name() {
        return replica.name();
    }

    String error() {
        return error;
    }

    ReplicaStatus status() {
        return new ReplicaStatus(
                replica.name(),
                replica.store().location(),
                acknowledged,
                acknowledgedAt,
                Optional.ofNullable(queue.peek()).map(Upload::capturedAt),
                error,
                alarmed,
                ReplicaFigures.NONE);
    }
}
