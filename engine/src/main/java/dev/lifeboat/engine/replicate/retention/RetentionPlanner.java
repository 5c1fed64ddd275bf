package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Deletion;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Link;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Proof;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Stage;
import dev.lifeboat.engine.replicate.retention.StoredGeneration.Held;
import dev.lifeboat.engine.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Decides what may go, from a listing alone. Pure.
///
/// Every moment of the last `keep` stays restorable: in the present generation the newest snapshot at or before that
/// time
/// stays and everything from it on; another generation goes as a whole, once a later snapshot of another one covers
/// that
/// time. The present generation never goes. What an interrupted run left below the first snapshot of any generation
/// goes
/// too.
public final class RetentionPlanner {
    /// Objects that one request may delete.
    private static final int STAGE = 1000;

    /// Heads asked for one run: more segments behind the newest snapshot wait for the next one.
    private static final int MOST_LINKS = 5000;

    private RetentionPlanner() {}

    /// What the caller knows for certain: its generation, the index of the newest snapshot that the store acknowledged,
    /// and the end of the last segment that it did.
    public record Known(GenerationId generation, int snapshotIndex, Position acknowledged) {}

    public sealed interface Decision {
        record Planned(RetentionPlan plan) implements Decision {}

        /// The listing does not show what is known to be there, or more would have to be proved than is reasonable.
        record Withheld(String reason) implements Decision {}
    }

    /// `localNow` only makes the decision later than the storage times of the listing would: history ends with its
    /// newest
    /// object, and a wrong time in the future ages nothing.
    public static Decision plan(List<StoredObject> listing, Duration keep, Known known, Instant localNow) {
        List<StoredGeneration> generations = StoredGeneration.of(listing);
        Optional<StoredGeneration> present = generations.stream()
                .filter(each -> each.id().equals(known.generation()))
                .findFirst();
        Optional<String> missing = missing(present, known);
        if (missing.isPresent()) {
            return new Decision.Withheld(missing.get());
        }
        Instant newest = generations.stream()
                .map(StoredGeneration::updated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant cutoff = (newest.isBefore(localNow) ? newest : localNow).minus(keep);
        List<Stage> stages = new ArrayList<>();
        for (StoredGeneration generation : generations) {
            if (generation.id().equals(known.generation())) {
                trim(generation, cutoff, stages);
            } else if (isCovered(generation, generations, cutoff)) {
                remove(generation, cutoff, stages);
            } else {
                leftovers(generation, stages);
            }
        }
        return stages.isEmpty()
                ? new Decision.Planned(new RetentionPlan(stages, Proof.NOTHING))
                : proved(stages, present.orElseThrow(), known, cutoff);
    }

    /// OB-7, OB-8: what the listing should show and does not.
    private static Optional<String> missing(Optional<StoredGeneration> present, Known known) {
        if (present.isEmpty()) {
            return Optional.of("the listing does not show generation " + known.generation());
        }
        List<Held> snapshots = present.get().snapshots();
        if (snapshots.isEmpty() || snapshots.getLast().index() < known.snapshotIndex()) {
            return Optional.of("the listing does not show the snapshot of index " + known.snapshotIndex());
        }
        Position end = known.acknowledged();
        if (end.offset() > 0
                && present.get().segments().stream()
                        .noneMatch(each ->
                                each.index() == end.index() && each.start().offset() < end.offset())) {
            return Optional.of("the listing does not show the segment that ends at " + end);
        }
        return firstIndexWithoutStart(present.get(), snapshots.getFirst().index(), end)
                .map(index -> "the listing shows no beginning of index " + index);
    }

    private static Optional<Integer> firstIndexWithoutStart(StoredGeneration present, int first, Position end) {
        Set<Integer> begun = present.segments().stream()
                .filter(each -> each.start().offset() == 0)
                .map(Held::index)
                .collect(Collectors.toSet());
        return IntStream.range(first, end.offset() > 0 ? end.index() + 1 : end.index())
                .boxed()
                .filter(index -> !begun.contains(index))
                .findFirst();
    }

    /// The newest snapshot at or before `cutoff`: everything before it was restorable only to moments that are not
    /// kept.
    private static Optional<Held> base(StoredGeneration generation, Instant cutoff) {
        return generation.snapshots().stream()
                .filter(each -> !each.storedAt().isAfter(cutoff))
                .max(Comparator.comparing(Held::start));
    }

    private static void trim(StoredGeneration generation, Instant cutoff, List<Stage> stages) {
        Optional<Held> base = base(generation, cutoff);
        if (base.isEmpty()) {
            leftovers(generation, stages);
            return;
        }
        String reason =
                "older than the snapshot " + base.get().key() + ", with which what is kept since " + cutoff + " begins";
        generation.snapshots().stream()
                .filter(each -> each.index() < base.get().index())
                .forEach(each -> stages.add(new Stage(List.of(new Deletion(each.key(), reason)))));
        segments(below(generation, base.get().index()), reason, stages);
    }

    private static void leftovers(StoredGeneration generation, List<Stage> stages) {
        if (!generation.snapshots().isEmpty()) {
            Held first = generation.snapshots().getFirst();
            segments(below(generation, first.index()), "it lies below the first snapshot " + first.key(), stages);
        }
    }

    private static List<Held> below(StoredGeneration generation, int index) {
        return generation.segments().stream()
                .filter(each -> each.index() < index)
                .toList();
    }

    /// Something newer of another generation was there before `cutoff` already: no moment that is kept leads into this
    /// one.
    private static boolean isCovered(StoredGeneration generation, List<StoredGeneration> all, Instant cutoff) {
        Instant end = generation.updated();
        return all.stream()
                .filter(other -> !other.id().equals(generation.id()))
                .flatMap(other -> other.snapshots().stream())
                .anyMatch(snapshot ->
                        snapshot.storedAt().isAfter(end) && !snapshot.storedAt().isAfter(cutoff));
    }

    private static void remove(StoredGeneration generation, Instant cutoff, List<Stage> stages) {
        String reason = "its generation ended at " + generation.updated() + ", and what is kept begins at " + cutoff;
        generation
                .snapshots()
                .reversed()
                .forEach(each -> stages.add(new Stage(List.of(new Deletion(each.key(), reason)))));
        segments(generation.segments(), reason, stages);
    }

    private static void segments(List<Held> gone, String reason, List<Stage> stages) {
        staged(
                gone.reversed().stream()
                        .filter(each -> each.start().offset() > 0)
                        .toList(),
                reason,
                stages);
        staged(
                gone.reversed().stream()
                        .filter(each -> each.start().offset() == 0)
                        .toList(),
                reason,
                stages);
    }

    private static void staged(List<Held> gone, String reason, List<Stage> stages) {
        for (int from = 0; from < gone.size(); from += STAGE) {
            stages.add(new Stage(gone.subList(from, Math.min(gone.size(), from + STAGE)).stream()
                    .map(each -> new Deletion(each.key(), reason))
                    .toList()));
        }
    }

    private static Decision proved(List<Stage> stages, StoredGeneration present, Known known, Instant cutoff) {
        Held newest = present.snapshots().getLast();
        List<Held> behind = present.segmentsFrom(newest.index());
        if (behind.size() > MOST_LINKS) {
            return new Decision.Withheld(
                    behind.size() + " segments lie behind the newest snapshot: it waits for the next");
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < behind.size(); i++) {
            Held each = behind.get(i);
            boolean isLast = i + 1 == behind.size();
            Optional<Position> end =
                    isLast ? Optional.empty() : Optional.of(behind.get(i + 1).start());
            links.add(new Link(each.key(), each.start(), end.filter(next -> next.index() == each.index())));
        }
        List<String> snapshots = new ArrayList<>(List.of(newest.key()));
        base(present, cutoff)
                .map(Held::key)
                .filter(key -> !snapshots.contains(key))
                .ifPresent(snapshots::add);
        return new Decision.Planned(new RetentionPlan(stages, new Proof(snapshots, links)));
    }
}
