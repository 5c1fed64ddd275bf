package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Deletion;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Link;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Stage;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Decision;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Carries out retention in one store (OB-8): lists, plans, proves that what justifies the plan is there, and
/// only then deletes. Remembers between two runs how much there was, and how far it was proved. Used by one thread
/// at a time. Needs 12 bytes of memory a segment while it runs.
public final class Retention {
    private final ObjectStore store;
    private final Duration keep;
    private final Clock clock;
    private final Map<GenerationId, Integer> counts = new HashMap<>();
    private Optional<Begin> settled = Optional.empty();

    /// Behind the newest snapshot every segment in front of this was found present.
    private Optional<Position> proved = Optional.empty();

    public Retention(ObjectStore store, Duration keep, Clock clock) {
        this.store = store;
        this.keep = keep;
        this.clock = clock;
    }

    public sealed interface Outcome {
        /// `deleted` of the objects of the plan are gone: all, or as many as `goOn` let go.
        record Done(RetentionPlan plan, long deleted) implements Outcome {}

        /// Nothing was deleted, because of `reason`.
        record Withheld(String reason) implements Outcome {}
    }

    /// What `run` would do, without doing it.
    public Decision look(Known known) throws IOException {
        Inventory inventory = Inventory.of(store, ObjectName.PREFIX);
        Optional<String> shrunk = shrunk(inventory);
        return shrunk.isPresent()
                ? new Decision.Withheld(shrunk.get())
                : RetentionPlanner.plan(inventory, keep, known, clock.instant(), proved(known));
    }

    /// Between two stages `goOn` is asked. A replica may have hundreds of thousands of objects: all of them are
    /// listed only when the snapshot that begins what is kept is another one than at the last complete run, or
    /// a day has passed.
    public Outcome run(Known known, BooleanSupplier goOn) throws IOException {
        Optional<Begin> begin = begin(known);
        if (begin.isPresent()
                && settled.filter(before -> before.covers(begin.get())).isPresent()) {
            return new Outcome.Done(RetentionPlan.NOTHING, 0);
        }
        return switch (look(known)) {
            case Decision.Withheld(String reason) -> new Outcome.Withheld(reason);
            case Decision.Planned(RetentionPlan plan) -> {
                Optional<String> doubt = plan.isEmpty() ? Optional.empty() : doubt(plan, known, goOn);
                yield doubt.isPresent() ? new Outcome.Withheld(doubt.get()) : delete(plan, goOn, begin);
            }
        };
    }

    /// Where what is kept begins, by the snapshots of the present generation alone.
    private record Begin(Optional<String> snapshot, Instant cutoff) {
        private static final Duration DAY = Duration.ofDays(1);

        boolean covers(Begin later) {
            return snapshot.equals(later.snapshot())
                    && Duration.between(cutoff, later.cutoff()).compareTo(DAY) < 0;
        }
    }

    private Optional<Begin> begin(Known known) throws IOException {
        Inventory snapshots = Inventory.of(store, ObjectName.PREFIX + known.generation() + "/snapshots/");
        return snapshots.generations().stream().findFirst().map(each -> {
            Instant cutoff = RetentionPlanner.cutoff(each.updated(), clock.instant(), keep);
            return new Begin(RetentionPlanner.base(each, cutoff).map(StoredGeneration.Held::key), cutoff);
        });
    }

    /// A listing with fewer objects of a generation than the one before, what we deleted taken off, is not to
    /// be trusted.
    private Optional<String> shrunk(Inventory inventory) {
        Map<GenerationId, Integer> now = new HashMap<>();
        inventory.generations().forEach(each -> now.put(each.id(), each.count()));
        for (Map.Entry<GenerationId, Integer> before : counts.entrySet()) {
            int found = now.getOrDefault(before.getKey(), 0);
            if (found < before.getValue()) {
                return Optional.of("the listing shows " + found + " objects of generation " + before.getKey()
                        + " and showed " + before.getValue() + " before");
            }
        }
        counts.clear();
        counts.putAll(now);
        return Optional.empty();
    }

    private Optional<Position> proved(Known known) {
        return proved.filter(at -> at.generation().equals(known.generation()));
    }

    private Optional<String> doubt(RetentionPlan plan, Known known, BooleanSupplier goOn) throws IOException {
        for (String snapshot : plan.proof().snapshots()) {
            if (store.head(snapshot).isEmpty()) {
                return Optional.of(snapshot + " is listed and not there");
            }
        }
        Position end = proved(known).orElse(Position.ofSnapshot(known.generation(), 0));
        for (Link link : plan.proof().segments()) {
            if (!goOn.getAsBoolean()) {
                return Optional.of("it was stopped");
            }
            Optional<Position> next = next(end, link);
            // Where there is a doubt, everything is looked at again the next time.
            proved = next;
            if (next.isEmpty()) {
                return Optional.of(link.key() + " is listed and not there, or does not follow on " + end);
            }
            end = next.get();
            if (link.end().isPresent() && !link.end().get().equals(end)) {
                proved = Optional.empty();
                return Optional.of(link.key() + " ends at " + end + ", the next segment begins at "
                        + link.end().get());
            }
        }
        if (plan.proof().waiting() > 0) {
            return Optional.of("the segments behind the newest snapshot are proved up to " + end + ", "
                    + plan.proof().waiting() + " more in the next run");
        }
        Position last = known.acknowledged();
        boolean isBehindSnapshot = last.index() >= known.snapshotIndex() && last.offset() > 0;
        return isBehindSnapshot && end.compareTo(last) < 0
                ? Optional.of("the segments end at " + end + ", acknowledged was " + last)
                : Optional.empty();
    }

    /// Where `link` ends, if it is there and does not leave out anything of its index behind `end`.
    private Optional<Position> next(Position end, Link link) throws IOException {
        boolean leavesOut = link.start().index() == end.index()
                && end.offset() > 0
                && !link.start().equals(end);
        Optional<ObjectHead> head = leavesOut ? Optional.empty() : store.head(link.key());
        return head.isPresent() ? Optional.of(end(link, head.get())) : Optional.empty();
    }

    /// Where a segment ends: its writer said so, or it is read.
    private Position end(Link link, ObjectHead head) throws IOException {
        Optional<Position> said = Optional.ofNullable(head.metadata().get(ObjectMetadata.POSITION))
                .flatMap(Position::parse);
        if (said.isPresent()) {
            return said.get();
        }
        long bytes = new GenerationsWriter(store).unpackedBytes(link.key());
        return new Position(
                link.start().generation(), link.start().index(), link.start().offset() + bytes);
    }

    private Outcome delete(RetentionPlan plan, BooleanSupplier goOn, Optional<Begin> begin) throws IOException {
        long deleted = 0;
        for (Stage stage : plan.stages()) {
            if (!goOn.getAsBoolean()) {
                return new Outcome.Done(plan, deleted);
            }
            List<String> keys = stage.deletions().stream().map(Deletion::key).toList();
            // Whether a failed request deleted anything is not known: the next listing may show that much less.
            keys.forEach(this::forget);
            store.delete(keys);
            deleted += keys.size();
        }
        settled = begin;
        return new Outcome.Done(plan, deleted);
    }

    private void forget(String key) {
        ObjectName.parse(key).ifPresent(name -> counts.computeIfPresent(name.generation(), (_, count) -> count - 1));
    }
}
