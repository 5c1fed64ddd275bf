package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Deletion;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Link;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Proof;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Stage;
import dev.lifeboat.engine.replicate.retention.StoredGeneration.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides what may go, from a listing alone. Pure.
///
/// Every moment of the last `keep` stays restorable: in the present generation the newest snapshot at or before
/// that time stays and everything from it on; another generation goes as a whole, once a later snapshot of
/// another one covers that time. The present generation never goes. What an interrupted run left below the
/// first snapshot of any generation goes too.
public final class RetentionPlanner {
    /// Objects that one request may delete.
    private static final int STAGE = 1000;

    /// Heads asked for one run: more segments behind the newest snapshot wait for the next one. Some minutes, and two
    /// MiB. With a segment a second an hourly run gets on by four hours.
    static final int MOST_LINKS = 20_000;

    private RetentionPlanner() {}

    /// What the caller knows for certain: its generation, the index of the newest snapshot that the store
    /// acknowledged, and the end of the last segment that it did.
    public record Known(GenerationId generation, int snapshotIndex, Position acknowledged) {}

    public sealed interface Decision {
        record Planned(RetentionPlan plan) implements Decision {}

        /// The listing does not show what is known to be there.
        record Withheld(String reason) implements Decision {}
    }

    /// `localNow` only makes the decision later than the storage times of the listing would: history ends with
    /// its newest object, and a wrong time in the future ages nothing. Behind the newest snapshot earlier runs have
    /// proved what lies in front of `proved`.
    static Decision plan(Inventory inventory, Duration keep, Known known, Instant localNow, Optional<Position> proved) {
        if (inventory.disorder().isPresent()) {
            return new Decision.Withheld(inventory.disorder().get());
        }
        List<StoredGeneration> generations = inventory.generations();
        Optional<StoredGeneration> present = generations.stream()
                .filter(each -> each.id().equals(known.generation()))
                .findFirst();
        if (present.isEmpty()) {
            return new Decision.Withheld("the listing does not show generation " + known.generation());
        }
        Instant newest = generations.stream()
                .map(StoredGeneration::updated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant cutoff = cutoff(newest, localNow, keep);
        Optional<String> missing = missing(present.get(), known, cutoff);
        if (missing.isPresent()) {
            return new Decision.Withheld(missing.get());
        }
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
        return new Decision.Planned(
                stages.isEmpty()
                        ? RetentionPlan.NOTHING
                        : new RetentionPlan(stages, proof(present.get(), cutoff, proved)));
    }

    static Instant cutoff(Instant newest, Instant localNow, Duration keep) {
        return (newest.isBefore(localNow) ? newest : localNow).minus(keep);
    }

    /// OB-7, OB-8: what the listing should show and does not.
    private static Optional<String> missing(StoredGeneration present, Known known, Instant cutoff) {
        List<Held> snapshots = present.snapshots();
        if (snapshots.isEmpty() || snapshots.getLast().index() < known.snapshotIndex()) {
            return Optional.of("the listing does not show the snapshot of index " + known.snapshotIndex());
        }
        Position end = known.acknowledged();
        if (end.offset() > 0 && !showsSegmentBefore(present, end)) {
            return Optional.of("the listing does not show the segment that ends at " + end);
        }
        int first = base(present, cutoff).orElse(snapshots.getFirst()).index();
        int expected = firstIndexWithoutStart(present.beginnings(), first);
        return expected < end.index() || expected == end.index() && end.offset() > 0
                ? Optional.of("the listing shows no beginning of index " + expected)
                : Optional.empty();
    }

    private static boolean showsSegmentBefore(StoredGeneration present, Position end) {
        return Stream.of(present.beginnings(), present.others())
                .anyMatch(starts -> starts.below(end.index(), end.offset()) > starts.below(end.index()));
    }

    private static int firstIndexWithoutStart(SegmentStarts beginnings, int first) {
        int expected = first;
        for (int i = beginnings.below(first); i < beginnings.size() && beginnings.index(i) == expected; i++) {
            expected++;
        }
        return expected;
    }

    /// The newest snapshot at or before `cutoff`: everything before it was restorable only to moments that are
    /// not kept.
    static Optional<Held> base(StoredGeneration generation, Instant cutoff) {
        int last = generation.lastUntil(cutoff);
        return last < 0 ? Optional.empty() : Optional.of(generation.snapshots().get(last));
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
        segmentsBelow(generation, base.get().index(), reason, stages);
    }

    private static void leftovers(StoredGeneration generation, List<Stage> stages) {
        if (!generation.snapshots().isEmpty()) {
            Held first = generation.snapshots().getFirst();
            segmentsBelow(generation, first.index(), "it lies below the first snapshot " + first.key(), stages);
        }
    }

    /// Something newer of another generation was there before `cutoff` already: no moment that is kept leads
    /// into this one.
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
        segments(generation, generation.beginnings().size(), generation.others().size(), reason, stages);
    }

    private static void segmentsBelow(StoredGeneration generation, int index, String reason, List<Stage> stages) {
        segments(
                generation,
                generation.beginnings().below(index),
                generation.others().below(index),
                reason,
                stages);
    }

    /// The first of both kinds.
    private static void segments(
            StoredGeneration generation, int beginnings, int others, String reason, List<Stage> stages) {
        staged(new SegmentDeletions(generation.others(), others, reason), stages);
        staged(new SegmentDeletions(generation.beginnings(), beginnings, reason), stages);
    }

    private static void staged(List<Deletion> gone, List<Stage> stages) {
        for (int from = 0; from < gone.size(); from += STAGE) {
            stages.add(new Stage(gone.subList(from, Math.min(gone.size(), from + STAGE))));
        }
    }

    private static Proof proof(StoredGeneration present, Instant cutoff, Optional<Position> proved) {
        Held newest = present.snapshots().getLast();
        Position behind = Position.ofSnapshot(present.id(), newest.index());
        Links links =
                new Links(present, proved.filter(at -> at.compareTo(behind) > 0).orElse(behind));
        List<Link> segments = links.take(MOST_LINKS);
        List<String> snapshots = new ArrayList<>(List.of(newest.key()));
        base(present, cutoff)
                .map(Held::key)
                .filter(key -> !snapshots.contains(key))
                .ifPresent(snapshots::add);
        return new Proof(snapshots, segments, links.left());
    }
}
