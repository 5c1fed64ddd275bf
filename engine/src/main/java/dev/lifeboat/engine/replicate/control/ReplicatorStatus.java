package dev.lifeboat.engine.replicate.control;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a replicator says about itself at one moment.
///
/// `reason` is one sentence for a person: why the state is not `REPLICATING`, or what went wrong last; empty where
/// there is nothing to say; `notices` are what it wants a person to know meanwhile. `captured` is the end of what lies
/// in the spool or in the stores, `walBytes` the committed
/// bytes of the present WAL (not its file size, CP-9).
public record ReplicatorStatus(
        Path database,
        State state,
        String reason,
        long pid,
        Instant startedAt,
        Optional<GenerationId> generation,
        Optional<Position> captured,
        long walBytes,
        Figures figures,
        List<String> notices,
        List<ReplicaStatus> replicas) {
    public ReplicatorStatus {
        notices = List.copyOf(notices);
        replicas = List.copyOf(replicas);
    }

    /// The same with what the replicas are now.
    public ReplicatorStatus with(List<ReplicaStatus> now) {
        return new ReplicatorStatus(
                database, state, reason, pid, startedAt, generation, captured, walBytes, figures, notices, now);
    }

    /// The same while nothing can be captured since `since`, because of `why`.
    public ReplicatorStatus stalled(String why, Instant since) {
        return new ReplicatorStatus(
                database,
                State.STALLED,
                why,
                pid,
                startedAt,
                generation,
                captured,
                walBytes,
                figures,
                notices,
                replicas.stream()
                        .map(replica -> replica.pendingAtLeastSince(since))
                        .toList());
    }

    public enum State {
        /// Before the first look at the database.
        STARTING,
        /// Commits are captured. A replica that lags or fails says so itself.
        REPLICATING,
        /// A disk, which `reason` names, has not answered for seconds (D2). Nothing is captured meanwhile; all goes on
        /// when it does.
        STALLED,
        /// The database cannot be replicated as it is; `reason` names what was found. It is looked at again every tick.
        WAITING,
        /// Something happened to the database that a person has to judge (DB-1); nothing goes on before `reopen`.
        INCIDENT,
        /// The database was let go at someone's request; nothing of ours is open on it. `reopen` goes on.
        RELEASED,
        STOPPED
    }

    /// One place that the database is copied to.
    ///
    /// `acknowledged` is the end of what the store has; `pendingSince` is when the oldest commit that it lacks was
    /// captured, or since when none could be captured; `error` is empty while uploads succeed. A stopped
    /// replica gets nothing more before a person has looked at it: another writer was found there (OB-2, OB-3).
    public record ReplicaStatus(
            String name,
            String location,
            Optional<Position> acknowledged,
            Optional<Instant> acknowledgedAt,
            Optional<Instant> pendingSince,
            String error,
            boolean isStopped,
            ReplicaFigures figures) {

        /// The same, seen by somebody who knows that nothing could be captured since `failing`.
        public ReplicaStatus pendingAtLeastSince(Instant failing) {
            Instant since = pendingSince.filter(failing::isAfter).orElse(failing);
            return new ReplicaStatus(
                    name, location, acknowledged, acknowledgedAt, Optional.of(since), error, isStopped, figures);
        }
    }

    /// What was counted since the start, and sizes as they are now. A seal is the moment in which a checkpoint holds
    /// the write lock; one that was given up left everything as it was.
    public record Figures(
            long databaseBytes,
            long walFileBytes,
            long spoolBytes,
            long commits,
            long captures,
            long captureErrors,
            long seals,
            long sealsGivenUp,
            long sealNanosTotal,
            long sealNanosWorst,
            long generations) {
        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// The same for one replica. `pendingBytes` are WAL bytes that were captured and are not acknowledged.
    public record ReplicaFigures(
            long uploads,
            long uploadedBytes,
            long uploadErrors,
            long pendingBytes,
            long snapshots,
            Optional<Instant> lastSnapshotAt,
            long deletedObjects) {
        public static final ReplicaFigures NONE = new ReplicaFigures(0, 0, 0, 0, 0, Optional.empty(), 0);
    }

    /// Whether every replica has everything that was captured. A snapshot at the start of an index stands behind
    /// the end of the index before.
    public boolean isEverythingAcknowledged() {
        return captured.isPresent()
                && replicas.stream()
                        .allMatch(replica -> replica.acknowledged()
                                .filter(end ->
                                        end.generation().equals(captured.get().generation()))
                                .filter(end -> end.compareTo(captured.get()) >= 0)
                                .isPresent());
    }
}
