package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a lane has counted: for the status since the start, for the snapshot policy since the last snapshot, in
/// the store's own time. Belongs to its lane and is used under the lane's lock.
final class Ledger {
    private long uploads;
    private long uploadedBytes;
    private long errors;
    private long snapshots;
    private long deleted;
    private Optional<Instant> snapshotAt = Optional.empty();
    private Optional<Instant> newest = Optional.empty();
    private long snapshotBytes;
    private long segmentsSince;
    private long segmentBytesSince;

    void newGeneration() {
        segmentsSince = 0;
        segmentBytesSince = 0;
    }

    void snapshotStored(Uploader.Outcome.Stored stored) {
        uploads++;
        snapshots++;
        uploadedBytes += stored.sizeBytes();
        knownSnapshot(stored.storedAt(), stored.sizeBytes());
    }

    /// A snapshot that was there before this process.
    void knownSnapshot(Instant storedAt, long sizeBytes) {
        snapshotAt = Optional.of(storedAt);
        snapshotBytes = sizeBytes;
        segmentsSince = 0;
        segmentBytesSince = 0;
    }

    void segmentStored(Uploader.Outcome.Stored stored) {
        uploads++;
        uploadedBytes += stored.sizeBytes();
        segmentsSince++;
        segmentBytesSince += stored.sizeBytes();
        newest = Optional.of(stored.storedAt());
    }

    void failed() {
        errors++;
    }

    void deleted(long objects) {
        deleted += objects;
    }

    SnapshotPolicy.Reading reading(StoreSpeed speed) {
        Duration age = snapshotAt.isPresent() && newest.isPresent()
                ? Duration.between(snapshotAt.get(), newest.get())
                : Duration.ZERO;
        return new SnapshotPolicy.Reading(
                age, segmentsSince, segmentBytesSince, snapshotBytes, speed.latency(), speed.bytesPerSecond());
    }

    ReplicaFigures figures(long pendingBytes) {
        return new ReplicaFigures(uploads, uploadedBytes, errors, pendingBytes, snapshots, snapshotAt, deleted);
    }
}
