package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.spool.Chunk;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything between the spool of one database and its stores.
///
/// The capture loop says what was captured and made durable, and calls `tick` at `nextAct`; the uploads run in
/// the executor that it was given, which many databases share. Nothing here touches the database, except that a
/// snapshot source is read. `wake` is called when something changed that the loop may want to look at; it
/// returns at once. Safe for use by several threads.
public final class Lanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /// How often a drain looks whether a pause is over.
    private static final Duration LOOK = Duration.ofMillis(50);

    private final List<Lane> lanes;
    private final Clock clock;
    private final Runnable wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final List<SharedImage> images = new ArrayList<>();
    private volatile Optional<GenerationId> generation = Optional.empty();

    public Lanes(
            List<Destination> destinations,
            Executor uploads,
            Clock clock,
            RandomGenerator random,
            WriterIdentity identity,
            Liveness liveness,
            Runnable wake) {
        this.clock = clock;
        this.wake = wake;
        this.lanes = destinations.stream()
                .map(each -> new Lane(each, uploads, clock, random, identity, liveness, this::changed))
                .toList();
    }

    private void changed() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /// Looks at each store before anything is captured: the first replica that somebody else writes, or that
    /// cannot keep two writers apart (OB-2, OB-4). A store that does not answer is no reason: it may come back.
    /// Waits for the stores.
    public Optional<Problem> examine() {
        for (Lane lane : lanes) {
            try {
                if (lane.fence().examine() instanceof Fence.Standing.Refused(Problem problem)) {
                    return Optional.of(problem);
                }
            } catch (IOException e) {
                LOG.warn("replica {} cannot be looked at yet: {}", lane.name(), e.toString());
            }
        }
        return Optional.empty();
    }

    /// A generation begins with the database as `image` shows it, at `at`. The image is closed when every
    /// replica has it.
    public void beginGeneration(SnapshotSource image, Position at, Instant commitTime) {
        generation = Optional.of(at.generation());
        SharedImage shared = shared(image);
        lanes.forEach(lane -> lane.begin(shared, at, commitTime));
        tick();
    }

    /// A generation goes on after a restart, without a snapshot. `acknowledged` says by the name of the replica
    /// what its store is known to have; a replica that is not there gets a snapshot when the loop takes one.
    /// `waiting` is what lies in the spool from the earliest of these positions on.
    public void resumeGeneration(GenerationId resumed, Map<String, Position> acknowledged, List<Chunk> waiting) {
        generation = Optional.of(resumed);
        lanes.forEach(lane -> lane.resume(resumed, Optional.ofNullable(acknowledged.get(lane.name()))));
        waiting.forEach(chunk -> lanes.forEach(lane -> lane.captured(chunk)));
        tick();
    }

    /// A chunk that is on stable storage; it continues the one before.
    public void captured(Chunk chunk) {
        lanes.forEach(lane -> lane.captured(chunk));
        tick();
    }

    /// The database as it was at the beginning of an index, exactly: uploaded beside the segments.
    public void snapshot(SnapshotSource image, Position at, Instant commitTime) {
        SharedImage shared = shared(image);
        lanes.forEach(lane -> lane.snapshot(shared, at, commitTime));
        tick();
    }

    private SharedImage shared(SnapshotSource image) {
        SharedImage shared = new SharedImage(image, lanes.size());
        lock.lock();
        try {
            images.removeIf(SharedImage::isClosed);
            images.add(shared);
        } finally {
            lock.unlock();
        }
        return shared;
    }

    /// The database is about to be let go. When this returns no image of it is read any more. What has its
    /// snapshot is still sent.
    public void endGeneration() {
        generation.ifPresent(ended -> lanes.forEach(lane -> lane.end(ended)));
        generation = Optional.empty();
        List<SharedImage> open;
        lock.lock();
        try {
            open = List.copyOf(images);
            images.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(SharedImage::revoke);
        tick();
    }

    /// Starts what is due. Cheap where nothing is.
    public void tick() {
        lanes.forEach(Lane::pump);
    }

    /// When `tick` has to be called next, whatever is captured until then; nothing where only a capture or the
    /// end of an upload can give it something to do.
    public Optional<Instant> nextAct() {
        return lanes.stream().flatMap(lane -> lane.nextAct().stream()).min(Comparator.naturalOrder());
    }

    /// How long until the first lane that has just sent a segment may send the next: what is captured just then waits
    /// for nothing. Nothing where no lane is in such an interval.
    public Optional<Duration> untilFree() {
        Instant now = clock.instant();
        return lanes.stream()
                .flatMap(lane -> lane.freeAt().stream())
                .filter(free -> free.isAfter(now))
                .min(Comparator.naturalOrder())
                .map(free -> Duration.between(now, free));
    }

    /// Why a snapshot is to be taken at the next seal. A replica that is away gives up the image that it waits with:
    /// it would keep the others from theirs for as long.
    public Optional<String> wantsSnapshot() {
        Optional<String> wanted = first(Lane::wantsSnapshot);
        if (wanted.isPresent()) {
            lanes.forEach(Lane::yieldImage);
        }
        return wanted;
    }

    /// Where some replica takes what it gets, those that fail give up their backlog. Whether one did: then the
    /// spool may be pruned.
    public boolean yieldBacklogs() {
        return !lanes.stream().allMatch(Lane::isFailing)
                && lanes.stream().filter(Lane::yieldBacklog).count() > 0;
    }

    /// Why the present generation cannot go on in some store.
    public Optional<String> wantsNewGeneration() {
        return first(Lane::wantsNewGeneration);
    }

    private Optional<String> first(Function<Lane, Optional<String>> question) {
        return lanes.stream().flatMap(lane -> question.apply(lane).stream()).findFirst();
    }

    /// Up to where every replica that still takes segments of the present generation has them; nothing where
    /// none does.
    public Optional<Position> acknowledgedByAll() {
        return generation.flatMap(present -> lanes.stream()
                .flatMap(lane -> lane.neededFrom(present).stream())
                .min(Comparator.naturalOrder()));
    }

    /// Whether chunks of this generation are still to be sent.
    public boolean needs(GenerationId asked) {
        return lanes.stream().anyMatch(lane -> lane.needs(asked));
    }

    /// Whether every replica has everything up to `position`.
    public boolean hasAll(Position position) {
        return lanes.stream().allMatch(lane -> lane.hasAll(position));
    }

    /// Sends what waits, without waiting for intervals or for the end of a pause, and waits for it in the
    /// calling thread: goes on trying until `deadline`. Whether everything that waited is in the stores.
    public boolean drain(Instant deadline) {
        send(deadline, lane -> lane.isIdle() || lane.stopped().isPresent());
        return lanes.stream().allMatch(lane -> lane.isIdle() && lane.stopped().isEmpty());
    }

    /// As `drain`, but only up to `position`, however much is captured meanwhile, and without waiting for a replica
    /// that fails. The names of those that do not have it then, each with what is known of the reason.
    public List<String> sendUpTo(Position position, Instant deadline) {
        send(deadline, lane -> lane.hasAll(position) || lane.hasTried() || lane.isAtItsEnd());
        return lacking(position);
    }

    /// The names of the replicas that do not have everything up to `position`, each with what is known of the reason.
    public List<String> lacking(Position position) {
        return lanes.stream()
                .filter(lane -> !lane.hasAll(position))
                .map(lane -> lane.name() + (lane.error().isEmpty() ? "" : ": " + lane.error()))
                .toList();
    }

    private void send(Instant deadline, Predicate<Lane> isDone) {
        lanes.forEach(lane -> lane.urge(true));
        try {
            while (clock.instant().isBefore(deadline) && !lanes.stream().allMatch(isDone)) {
                await();
                tick();
            }
        } finally {
            lanes.forEach(Lane::calm);
        }
    }

    private void await() {
        lock.lock();
        try {
            change.awaitNanos(TimeUnit.MILLISECONDS.toNanos(LOOK.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Tells the next writer that it need not wait, where everything was sent. Waits for the stores.
    public void release() {
        for (Lane lane : lanes) {
            try {
                if (lane.isIdle() && lane.stopped().isEmpty()) {
                    lane.fence().release();
                }
            } catch (IOException e) {
                LOG.info("replica {}: the fence stays: {}", lane.name(), e.toString());
            }
        }
    }

    public List<ReplicaStatus> status() {
        return lanes.stream().map(Lane::status).toList();
    }

    /// What a person should know meanwhile, one sentence each.
    public List<String> notices() {
        return lanes.stream()
                .flatMap(lane -> Stream.of(lane.notice()).filter(notice -> !notice.isEmpty()))
                .distinct()
                .toList();
    }

    /// Why a replica was given up, with what to do about it: another writer, mostly.
    public List<Problem> alarms() {
        return lanes.stream().flatMap(lane -> lane.stopped().stream()).toList();
    }

    /// Nothing is begun any more; what is under way ends at its next read. The stores stay open.
    @Override
    public void close() {
        endGeneration();
        lanes.forEach(Lane::close);
    }
}
