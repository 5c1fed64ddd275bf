package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.retention.Retention;
import dev.lifeboat.engine.replicate.retention.RetentionPlan;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.upload.Tenure.PendingSnapshot;
import dev.lifeboat.engine.store.StoredObject;
import dev.lifeboat.engine.store.retry.RetryingStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one replica still lacks, sent in the order in which it must get it (0.3 spec, section 1.12): one upload
/// at a time, and beside it at most one snapshot. Acts only when `pump` is called or an upload of its own ends;
/// never waits in a thread. Safe for use by several threads.
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Destination destination;
    private final LaneSettings settings;
    private final Uploader uploader;
    private final Executor executor;
    private final Clock clock;
    private final Runnable changed;
    private final Pace pace;
    private final Ledger ledger;
    private final Upkeep upkeep;
    private final Deque<Tenure> tenures = new ArrayDeque<>();
    private boolean isUploading;
    private boolean isBeside;
    private boolean isUrgent;
    private volatile boolean isClosed;
    private Optional<Position> acknowledged = Optional.empty();
    private Optional<Instant> acknowledgedAt = Optional.empty();
    private Optional<Instant> behindSince = Optional.empty();
    private Optional<Problem> stopped = Optional.empty();

    Lane(
            Destination destination,
            Executor executor,
            Clock clock,
            RandomGenerator random,
            WriterIdentity identity,
            Liveness liveness,
            Runnable changed) {
        this.destination = destination;
        this.settings = destination.settings();
        this.executor = executor;
        this.clock = clock;
        this.changed = changed;
        this.pace = new Pace(destination.circuit(), settings.syncInterval(), clock, random);
        this.ledger = new Ledger();
        this.upkeep = new Upkeep(settings, clock);
        this.uploader = new Uploader(
                destination.store(),
                new Fence(destination.store(), identity, liveness, settings),
                new Retention(destination.store(), settings.retention(), clock),
                clock,
                this::isClosed,
                this::knownSnapshot);
    }

    // What the capture loop says

    synchronized void begin(SharedImage image, Position at, Instant commitTime) {
        if (stopped.isPresent()) {
            image.release();
            return;
        }
        tenures.add(Tenure.born(new PendingSnapshot(image, at, commitTime)));
        ledger.newGeneration();
    }

    synchronized void resume(GenerationId generation, Optional<Position> acknowledgedBefore) {
        if (stopped.isEmpty()) {
            Optional<Position> from =
                    acknowledgedBefore.filter(position -> position.generation().equals(generation));
            tenures.add(Tenure.resumed(generation, from));
            acknowledged = from;
            ledger.newGeneration();
        }
    }

    synchronized void captured(Chunk chunk) {
        current(chunk.start().generation()).ifPresent(tenure -> tenure.add(chunk));
    }

    synchronized void snapshot(SharedImage image, Position at, Instant commitTime) {
        Optional<Tenure> tenure = current(at.generation());
        if (tenure.isPresent()) {
            tenure.get().add(image, at, commitTime);
        } else {
            image.release();
        }
    }

    /// Lets go of an image that the store did not take: while anybody holds one, no replica gets a newer snapshot. What
    /// cannot be sent without it goes too.
    synchronized void yieldImage() {
        Tenure tenure = tenures.peekLast();
        if (tenure != null && tenure.snapshot().isPresent() && pace.isFailing() && !isUploading && !isBeside) {
            behindSince = pendingSince();
            tenure.yieldImage();
        }
    }

    /// How old the oldest commit is that the store lacks, also where it is not waiting here any more.
    private Optional<Instant> pendingSince() {
        return behindSince.or(() -> tenures.stream()
                .flatMap(tenure -> tenure.pendingSince().stream())
                .findFirst());
    }

    /// Gives up what a store that fails has not taken, so that the spool is there for the others; it gets a snapshot
    /// when it is back. Whether that freed anything.
    synchronized boolean yieldBacklog() {
        Tenure newest = tenures.peekLast();
        if (newest == null || newest.isEnded() || !pace.isFailing() || isUploading || isBeside) {
            return false;
        }
        LOG.error(
                "replica {}: what it lacks is given up, it gets a snapshot when it is back: {}", name(), pace.error());
        behindSince = pendingSince();
        tenures.removeIf(tenure -> tenure != newest);
        newest.startAnew();
        acknowledged = Optional.empty();
        return true;
    }

    synchronized boolean isFailing() {
        return isBlocked() || pace.isFailing();
    }

    private Optional<Tenure> current(GenerationId generation) {
        return Optional.ofNullable(tenures.peekLast())
                .filter(tenure -> tenure.generation().equals(generation));
    }

    /// A snapshot that is not in the store yet can never be made any more, and segments without one are of no
    /// use; what has its snapshot stays in line.
    synchronized void end(GenerationId generation) {
        current(generation).ifPresent(tenure -> {
            if (!tenure.hasSnapshot()) {
                LOG.warn("replica {} has no snapshot of generation {} and gets none", name(), generation);
            }
            tenure.end();
        });
    }

    private synchronized void knownSnapshot(StoredObject found) {
        ledger.knownSnapshot(found.storedAt(), found.sizeBytes());
        ObjectName.parse(found.key())
                .ifPresent(name -> upkeep.snapshotStored(Position.ofSnapshot(name.generation(), name.index())));
    }

    // What is to be done next

    private sealed interface Work {
        Tenure tenure();

        record Snapshot(Tenure tenure, PendingSnapshot pending, boolean isBeside) implements Work {}

        record Segment(Tenure tenure, Cut cut) implements Work {}

        record Retention(Tenure tenure, Known known) implements Work {}
    }

    /// Starts what is due.
    void pump() {
        List<Work> due = new ArrayList<>();
        long circuitChanges;
        synchronized (this) {
            circuitChanges = pace.circuitChanges();
            dropFinished();
            nextInLine().filter(this::isDue).ifPresent(work -> {
                isUploading = true;
                take(work);
                due.add(work);
            });
            nextBeside().filter(this::isDue).ifPresent(work -> {
                isBeside = true;
                take(work);
                due.add(work);
            });
        }
        due.forEach(work -> start(work, circuitChanges));
    }

    private void start(Work work, long circuitChanges) {
        try {
            executor.execute(() -> run(work, circuitChanges));
        } catch (RejectedExecutionException e) {
            finished(work);
        }
    }

    private void dropFinished() {
        while (!isUploading
                && !tenures.isEmpty()
                && tenures.peek().isEnded()
                && (tenures.peek().isSent() || !tenures.peek().broken().isEmpty())) {
            tenures.remove();
        }
    }

    private Optional<Work> nextInLine() {
        Tenure tenure = tenures.peek();
        if (tenure == null || isUploading || isBlocked() || !tenure.broken().isEmpty()) {
            return Optional.empty();
        }
        Optional<Work> first = tenure.firstSnapshot().map(pending -> new Work.Snapshot(tenure, pending, false));
        return first.or(() -> tenure.nextCut(settings.segmentLimitBytes()).map(cut -> new Work.Segment(tenure, cut)));
    }

    private Optional<Work> nextBeside() {
        Tenure tenure = tenures.peek();
        if (tenure == null || isBeside || isBlocked()) {
            return Optional.empty();
        }
        Optional<Work> snapshot = tenure.besideSnapshot().map(pending -> new Work.Snapshot(tenure, pending, true));
        return snapshot.or(() -> upkeep.due(tenure).map(known -> new Work.Retention(tenure, known)));
    }

    private boolean isBlocked() {
        return isClosed || stopped.isPresent();
    }

    private void take(Work work) {
        switch (work) {
            case Work.Segment(Tenure tenure, Cut cut) -> {
                tenure.take(cut);
                pace.segmentBegins();
            }
            case Work.Retention _ -> upkeep.begins();
            case Work.Snapshot _ -> {}
        }
    }

    /// Asked last, because the one question of an open circuit is used up by asking.
    private boolean isDue(Work work) {
        boolean isAtOnce = isUrgent
                || switch (work) {
                    case Work.Snapshot _, Work.Retention _ -> true;
                    case Work.Segment(Tenure tenure, Cut cut) ->
                        tenure.hasMoreThan(cut) || tenure != tenures.peekLast();
                };
        return (isAtOnce || pace.isSegmentDue()) && pace.permits(isUrgent);
    }

    /// When `pump` would do something, as far as only time decides that.
    synchronized Optional<Instant> nextAct() {
        dropFinished();
        Optional<Work> next = nextInLine().or(this::nextBeside);
        return next.map(work -> pace.earliest(work instanceof Work.Segment));
    }

    /// When the interval since the last segment is over, where nothing else keeps the next one.
    synchronized Optional<Instant> freeAt() {
        return stopped.isPresent() || pace.isFailing() || pace.isSegmentDue()
                ? Optional.empty()
                : Optional.of(pace.earliest(true));
    }

    // Doing it

    private void run(Work work, long circuitChanges) {
        try {
            Uploader.Outcome outcome = switch (work) {
                case Work.Snapshot(Tenure tenure, PendingSnapshot pending, boolean _) ->
                    uploader.snapshot(tenure, pending);
                case Work.Segment(Tenure tenure, Cut cut) -> uploader.segment(tenure, cut);
                case Work.Retention(Tenure _, Known known) -> uploader.retain(known);
            };
            succeeded(work, outcome);
        } catch (IOException e) {
            failed(work, e, circuitChanges);
        } catch (RuntimeException e) {
            LOG.error("replica {}", name(), e);
            failed(work, new IOException(e.toString(), e), circuitChanges);
        } finally {
            changed.run();
        }
        pump();
    }

    private synchronized void finished(Work work) {
        switch (work) {
            case Work.Snapshot(Tenure _, PendingSnapshot _, boolean beside) when beside -> isBeside = false;
            case Work.Retention _ -> isBeside = false;
            case Work.Snapshot _, Work.Segment _ -> isUploading = false;
        }
    }

    private synchronized void succeeded(Work work, Uploader.Outcome outcome) {
        finished(work);
        if (pace.succeeded()) {
            LOG.info("replica {} takes objects again", name());
        }
        switch (outcome) {
            case Uploader.Outcome.Stored stored -> stored(work, stored);
            case Uploader.Outcome.Adopted(Position end) -> {
                LOG.info("replica {} had everything up to {} from an earlier attempt of ours", name(), end);
                acknowledged(work.tenure(), end);
            }
            case Uploader.Outcome.Broken(String reason) -> {
                LOG.warn(
                        "replica {}: generation {} cannot go on: {}",
                        name(),
                        work.tenure().generation(),
                        reason);
                work.tenure().breakOff(reason);
            }
            case Uploader.Outcome.NoSnapshot() -> {
                LOG.warn(
                        "replica {} does not have what generation {} goes on from: it gets a snapshot",
                        name(),
                        work.tenure().generation());
                work.tenure().hasNoSnapshot();
            }
            case Uploader.Outcome.Retained(Retention.Outcome retained) -> retained(retained);
            case Uploader.Outcome.Stopped(Problem problem) -> stop(problem);
        }
    }

    private void retained(Retention.Outcome outcome) {
        switch (outcome) {
            case Retention.Outcome.Done(RetentionPlan plan, long deleted) -> {
                ledger.deleted(deleted);
                Set<String> reasons = new HashSet<>();
                plan.stages().stream()
                        .map(stage -> stage.deletions().getFirst())
                        .filter(first -> reasons.add(first.reason()))
                        .forEach(
                                first -> LOG.info("replica {} lets go of {}: {}", name(), first.key(), first.reason()));
            }
            case Retention.Outcome.Withheld(String reason) ->
                LOG.warn("replica {}: nothing is deleted: {}", name(), reason);
        }
    }

    private void stored(Work work, Uploader.Outcome.Stored stored) {
        switch (work) {
            case Work.Snapshot(Tenure tenure, PendingSnapshot pending, boolean beside) -> {
                tenure.hasSnapshotNow(pending);
                ledger.snapshotStored(stored);
                upkeep.snapshotStored(pending.at());
                if (!beside) {
                    acknowledged(tenure, pending.at());
                }
                LOG.info("snapshot written replica={} position={}", name(), pending.at());
            }
            case Work.Segment(Tenure tenure, Cut cut) -> {
                ledger.segmentStored(stored);
                upkeep.segmentStored();
                acknowledged(tenure, cut.end());
            }
            case Work.Retention _ -> {}
        }
    }

    private void acknowledged(Tenure tenure, Position end) {
        tenure.acknowledged(end);
        acknowledged = Optional.of(end);
        acknowledgedAt = Optional.of(clock.instant());
        behindSince = Optional.empty();
    }

    private void stop(Problem problem) {
        LOG.error("replica {} gets nothing more: {} {}", name(), problem.message(), problem.details());
        stopped = Optional.of(problem);
        tenures.forEach(Tenure::drop);
        tenures.clear();
    }

    private synchronized void failed(Work work, IOException e, long circuitChanges) {
        finished(work);
        if (LocalReadException.cause(e, GivenUpException.class).isPresent()) {
            LOG.info("replica {}: an upload was given up, the end was asked for", name());
            return;
        }
        Optional<LocalReadException> local = LocalReadException.cause(e, LocalReadException.class);
        if (local.isPresent()) {
            LOG.error("replica {}: {}", name(), local.get().getMessage());
            work.tenure().breakOff(String.valueOf(local.get().getMessage()));
            return;
        }
        ledger.failed();
        if (work instanceof Work.Retention && RetryingStore.isAnswer(e)) {
            // A writer without the right to delete is a good writer (SE-3); its uploads go on.
            LOG.warn("replica {}: nothing is deleted: {}", name(), e.toString());
            return;
        }
        if (pace.failed(e, circuitChanges)) {
            LOG.error("replica {}: {}", name(), pace.error());
        }
    }

    // What it tells

    String name() {
        return destination.name();
    }

    synchronized Optional<Problem> stopped() {
        return stopped;
    }

    synchronized String error() {
        return stopped.map(Problem::message).orElse(pace.error());
    }

    String notice() {
        return uploader.notice();
    }

    /// Why this replica needs a snapshot of the present generation; not while it gets one or cannot take one.
    synchronized Optional<String> wantsSnapshot() {
        Tenure tenure = tenures.peekLast();
        if (tenure == null
                || stopped.isPresent()
                || !tenure.broken().isEmpty()
                || tenure.snapshot().isPresent()) {
            return Optional.empty();
        }
        if (tenure.needsSnapshot()) {
            return Optional.of("replica " + name() + " has no snapshot of generation " + tenure.generation());
        }
        return tenures.size() > 1 || pace.isFailing()
                ? Optional.empty()
                : SnapshotPolicy.due(ledger.reading(uploader.speed()), settings.snapshotInterval())
                        .map(reason -> "replica " + name() + ": " + reason);
    }

    synchronized Optional<String> wantsNewGeneration() {
        return Optional.ofNullable(tenures.peekLast())
                .filter(tenure -> !tenure.broken().isEmpty() && !tenure.isEnded())
                .map(tenure -> "replica " + name() + ": " + tenure.broken());
    }

    /// From where on the chunks of `generation` are needed: nothing where none is, now or later.
    synchronized Optional<Position> neededFrom(GenerationId generation) {
        return tenures.stream()
                .filter(tenure -> tenure.generation().equals(generation))
                .filter(tenure -> tenure.broken().isEmpty() && !tenure.needsSnapshot())
                .findFirst()
                .map(Tenure::cursor);
    }

    synchronized boolean needs(GenerationId generation) {
        return tenures.stream().anyMatch(tenure -> tenure.generation().equals(generation) && !tenure.isSent());
    }

    /// Whether the store has everything up to `position`, or has the snapshot of a later generation, which begins with
    /// all of it; and nothing of an earlier one is left.
    synchronized boolean hasAll(Position position) {
        Tenure newest = tenures.peekLast();
        return tenures.stream().allMatch(tenure -> tenure == newest || tenure.isSent())
                && acknowledged
                        .filter(end -> end.generation().equals(position.generation())
                                ? end.compareTo(position) >= 0
                                : newest != null && end.generation().equals(newest.generation()))
                        .isPresent();
    }

    /// Whether nothing more can come of waiting: the database was let go and what was left of it is sent.
    synchronized boolean isAtItsEnd() {
        return isBlocked()
                || isIdle() && (tenures.isEmpty() || tenures.getLast().isEnded());
    }

    /// Whether nothing is left to send that a restore would miss. A snapshot beside the segments is none, nor
    /// is history that may go.
    synchronized boolean isIdle() {
        return !isUploading && tenures.stream().allMatch(Tenure::isSafe);
    }

    /// Whether it failed after `urge` was called, or can do nothing more.
    synchronized boolean hasTried() {
        return stopped.isPresent() || !isUploading && pace.hasFailedSinceUrged();
    }

    /// Sends what waits without waiting for intervals; with `now` also where a pause is not over.
    void urge(boolean now) {
        synchronized (this) {
            isUrgent = true;
            pace.urge(now);
        }
        pump();
    }

    synchronized void calm() {
        isUrgent = false;
    }

    /// Asked between two reads of an image, under the lock of that image: it must not take the lane's.
    private boolean isClosed() {
        return isClosed;
    }

    /// Nothing is begun any more, and what is under way ends at its next read.
    void close() {
        synchronized (this) {
            isClosed = true;
            tenures.forEach(Tenure::drop);
        }
    }

    Fence fence() {
        return uploader.fence();
    }

    synchronized ReplicaStatus status() {
        return new ReplicaStatus(
                name(),
                destination.store().location(),
                acknowledged,
                acknowledgedAt,
                pendingSince(),
                error(),
                stopped.isPresent(),
                ledger.figures(tenures.stream().mapToLong(Tenure::pendingBytes).sum()));
    }
}
