package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.generations.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One generation as a listing shows it: snapshots by index, and of each segment only where it begins. Those at
/// offset 0, with which an index begins, are kept apart.
final class StoredGeneration {
    private final GenerationId id;
    private final List<Held> snapshots = new ArrayList<>();
    /// For each snapshot the youngest object between the snapshot before and it, itself included.
    private final List<Instant> youngest = new ArrayList<>();

    private final SegmentStarts beginnings;
    private final SegmentStarts others;
    private Instant updated = Instant.MIN;

    StoredGeneration(GenerationId id) {
        this.id = id;
        this.beginnings = new SegmentStarts(id);
        this.others = new SegmentStarts(id);
    }

    record Held(int index, String key, Instant storedAt) {}

    GenerationId id() {
        return id;
    }

    List<Held> snapshots() {
        return Collections.unmodifiableList(snapshots);
    }

    /// Segments at offset 0.
    SegmentStarts beginnings() {
        return beginnings;
    }

    /// Segments behind offset 0.
    SegmentStarts others() {
        return others;
    }

    int count() {
        return snapshots.size() + beginnings.size() + others.size();
    }

    /// When its last object was stored.
    Instant updated() {
        return updated;
    }

    /// The newest snapshot in front of which, and with which, nothing is younger than `cutoff`; -1 where there is
    /// none. A snapshot is as old as the youngest object in front of it: a clock that went back must not age what
    /// is new.
    int lastUntil(Instant cutoff) {
        int last = -1;
        while (last + 1 < snapshots.size() && !youngest.get(last + 1).isAfter(cutoff)) {
            last++;
        }
        return last;
    }

    /// In key order: snapshots come before segments.
    void take(ObjectName name, String key, Instant storedAt) {
        updated = storedAt.isAfter(updated) ? storedAt : updated;
        switch (name) {
            case ObjectName.Snapshot(GenerationId _, int index) -> {
                snapshots.add(new Held(index, key, storedAt));
                youngest.add(storedAt);
            }
            case ObjectName.Segment(GenerationId _, int index, long offset) -> {
                (offset == 0 ? beginnings : others).add(index, offset);
                int behind = firstBehind(index);
                if (behind < snapshots.size() && storedAt.isAfter(youngest.get(behind))) {
                    youngest.set(behind, storedAt);
                }
            }
        }
    }

    /// The first snapshot of a higher index.
    private int firstBehind(int index) {
        int low = 0;
        int high = snapshots.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean isBehind = snapshots.get(middle).index() > index;
            low = isBehind ? low : middle + 1;
            high = isBehind ? middle : high;
        }
        return low;
    }

    void close() {
        beginnings.close();
        others.close();
    }
}
