package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.generations.Agreement;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.replicate.retention.Retention;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import dev.lifeboat.engine.replicate.upload.Tenure.PendingSnapshot;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.store.ObjectStore.Feature;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt to put one object, with what has to be asked before and after it: the fence (OB-2), and what
/// lies there already when the store refuses (OB-3). Used by the one or two uploads of a lane at a time.
final class Uploader {
    private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

    private static final Duration LOOK_AT_FENCE = Duration.ofSeconds(30);

    /// After an upload that took longer somebody else may have taken over meanwhile: we may have been asleep.
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final GenerationsWriter writer;
    private final Fence fence;
    private final Retention retention;
    private final Clock clock;
    private final BooleanSupplier goOn;
    private final Consumer<StoredObject> knownSnapshot;
    private final StoreSpeed speed = new StoreSpeed();
    private volatile boolean isInDoubt;
    private volatile boolean isSwept;
    private volatile String notice = "";
    private volatile Instant fenceReadAt = Instant.MIN;

    Uploader(
            ObjectStore store,
            Fence fence,
            Retention retention,
            Clock clock,
            BooleanSupplier isClosed,
            Consumer<StoredObject> knownSnapshot) {
        this.store = store;
        this.writer = new GenerationsWriter(store);
        this.fence = fence;
        this.retention = retention;
        this.clock = clock;
        this.goOn = () -> !isClosed.getAsBoolean();
        this.knownSnapshot = knownSnapshot;
    }

    sealed interface Outcome {
        record Stored(long sizeBytes, Instant storedAt) implements Outcome {}

        /// The store had the bytes up to `end`, from ourselves.
        record Adopted(Position end) implements Outcome {}

        /// The generation cannot go on in this store.
        record Broken(String reason) implements Outcome {}

        /// The store lacks what a generation that was taken up again goes on from: more segments are of no use.
        record NoSnapshot() implements Outcome {}

        record Stopped(Problem problem) implements Outcome {}

        record Retained(Retention.Outcome outcome) implements Outcome {}
    }

    Fence fence() {
        return fence;
    }

    /// What a person should know of the fence; empty where there is nothing.
    String notice() {
        return notice;
    }

    StoreSpeed speed() {
        return speed;
    }

    Outcome snapshot(Tenure tenure, PendingSnapshot pending) throws IOException {
        Body raw = () -> pending.image().open(goOn);
        return attempt(
                tenure,
                true,
                new Task(
                        GenerationsWriter.snapshotKey(pending.at()),
                        raw,
                        () -> writer.putSnapshot(pending.at(), GenerationsWriter.packed(raw), pending.commitTime()),
                        pending.at(),
                        pending.at()));
    }

    Outcome segment(Tenure tenure, Cut cut) throws IOException {
        return attempt(
                tenure,
                false,
                new Task(
                        GenerationsWriter.segmentKey(cut.start()),
                        cut.raw(goOn),
                        () -> writer.putSegment(cut.start(), cut.end(), cut.packed(goOn), cut.commitTime()),
                        cut.start(),
                        cut.end()));
    }

    /// Only who is the writer deletes.
    Outcome retain(Known known) throws IOException {
        return check() instanceof Fence.Standing.Refused(Problem problem)
                ? new Outcome.Stopped(problem)
                : new Outcome.Retained(retention.run(known, goOn));
    }

    private record Task(String key, Body raw, Put put, Position start, Position end) {}

    @FunctionalInterface
    private interface Put {
        PutOutcome make() throws IOException;
    }

    private Outcome attempt(Tenure tenure, boolean isSnapshot, Task task) throws IOException {
        boolean isDone = false;
        try {
            Optional<Outcome> obstacle = obstacle(tenure, isSnapshot);
            Outcome outcome = obstacle.isPresent() ? obstacle.get() : put(task);
            isDone = true;
            return outcome;
        } finally {
            isInDoubt |= !isDone;
        }
    }

    private Optional<Outcome> obstacle(Tenure tenure, boolean isSnapshot) throws IOException {
        if (!tenure.isClaimed() || isSnapshot || isFenceDue()) {
            Fence.Standing standing = tenure.isClaimed() ? check() : fence.claim(tenure.generation());
            switch (standing) {
                case Fence.Standing.Refused(Problem problem) -> {
                    return Optional.of(new Outcome.Stopped(problem));
                }
                case Fence.Standing.Ours(String said) -> notice = said.isEmpty() ? notice : said;
            }
            sweepOnce();
            tenure.claimed();
            isInDoubt = false;
            fenceReadAt = clock.instant();
        }
        return tenure.isConfirmed() || confirm(tenure) ? Optional.empty() : Optional.of(new Outcome.NoSnapshot());
    }

    /// What an earlier writer's interrupted uploads left (S9), before ours begin. A key that may not list or abort them
    /// is no reason to stop.
    private void sweepOnce() throws IOException {
        if (isSwept) {
            return;
        }
        try {
            int removed = store.sweep(ObjectName.PREFIX);
            if (removed > 0) {
                LOG.info("{}: {} unfinished uploads of an earlier run removed", store.location(), removed);
            }
        } catch (StoreException e) {
            LOG.info("unfinished uploads of earlier runs may be left: {}", e.getMessage());
        }
        isSwept = true;
    }

    private boolean isFenceDue() {
        Duration since =
                fenceReadAt.equals(Instant.MIN) ? LOOK_AT_FENCE : Duration.between(fenceReadAt, clock.instant());
        return isInDoubt || since.isNegative() || since.compareTo(LOOK_AT_FENCE) >= 0;
    }

    private Fence.Standing check() throws IOException {
        Instant begin = clock.instant();
        Fence.Standing standing = fence.check();
        speed.answered(since(begin));
        return standing;
    }

    /// Whether the store has what a generation goes on from: a snapshot, and an object that ends where the next
    /// segment begins. The note beside the database goes by the name of the replica, and another store may
    /// have that name by now: one that was behind, or to which the first was copied.
    private boolean confirm(Tenure tenure) throws IOException {
        List<StoredObject> newest = new ArrayList<>(1);
        store.list("generations/" + tenure.generation() + "/snapshots/", object -> {
            newest.clear();
            newest.add(object);
        });
        Position end = tenure.cursor();
        boolean isBehindASnapshot = newest.stream()
                .flatMap(found -> ObjectName.parse(found.key()).stream())
                .anyMatch(snapshot -> snapshot.index() > end.index());
        boolean goesOn = !newest.isEmpty() && (isBehindASnapshot || writer.endsAt(end));
        if (goesOn) {
            newest.forEach(knownSnapshot);
            tenure.confirmed();
        }
        return goesOn;
    }

    private Duration since(Instant begin) {
        Duration time = Duration.between(begin, clock.instant());
        return time.isNegative() ? Duration.ZERO : time;
    }

    private Outcome put(Task task) throws IOException {
        if (mayOverwrite() && store.head(task.key()).isPresent()) {
            return refused(task);
        }
        Instant begin = clock.instant();
        return switch (task.put().make()) {
            case PutOutcome.Stored(StoredObject object) -> stored(object, since(begin));
            case PutOutcome.Refused _ -> refused(task);
        };
    }

    /// Where the store does not decide, we look first.
    private boolean mayOverwrite() {
        return !store.features().contains(Feature.CONDITIONAL_PUT) || !fence.decides();
    }

    private Outcome stored(StoredObject object, Duration time) {
        speed.uploaded(object.sizeBytes(), time);
        if (time.compareTo(SLOW) > 0) {
            try {
                if (fence.check() instanceof Fence.Standing.Refused(Problem problem)) {
                    return new Outcome.Stopped(problem);
                }
                fenceReadAt = clock.instant();
            } catch (IOException e) {
                // The object is there; the fence is asked before the next one.
                isInDoubt = true;
            }
        }
        return new Outcome.Stored(object.sizeBytes(), object.storedAt());
    }

    private Outcome refused(Task task) throws IOException {
        if (fence.check() instanceof Fence.Standing.Refused(Problem problem)) {
            return new Outcome.Stopped(problem);
        }
        return switch (writer.compare(task.key(), task.raw())) {
            case Agreement.Same() -> task.start().equals(task.end()) ? known(task) : new Outcome.Adopted(task.end());
            case Agreement.Shorter(long bytes)
            when bytes > 0 && !task.start().equals(task.end()) ->
                new Outcome.Adopted(new Position(
                        task.start().generation(),
                        task.start().index(),
                        task.start().offset() + bytes));
            case Agreement.Shorter(long bytes) ->
                new Outcome.Broken(task.key() + " is there already and ends after " + bytes + " bytes");
            case Agreement.Longer() ->
                new Outcome.Broken(task.key() + " holds more than we have: the local database is behind the replica");
            case Agreement.Different(long at) ->
                new Outcome.Broken(task.key() + " is there already and differs from ours at byte " + at);
            case Agreement.Damaged(String reason) ->
                new Outcome.Broken(task.key() + " is there already and damaged: " + reason);
            case Agreement.Absent() -> throw new IOException(task.key() + " was refused and is not there");
        };
    }

    private Outcome known(Task task) throws IOException {
        StoredObject object = store.head(task.key())
                .orElseThrow(() -> new IOException(task.key() + " has gone"))
                .object();
        return new Outcome.Stored(object.sizeBytes(), object.storedAt());
    }
}
