package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One generation as a listing shows it: snapshots by index, segments by index and offset. Objects with other
/// names are nobody's business here.
record StoredGeneration(GenerationId id, List<Held> snapshots, List<Held> segments) {
    /// An object and the position that it begins at.
    record Held(Position start, boolean isSnapshot, String key, Instant storedAt) {
        int index() {
            return start.index();
        }
    }

    static List<StoredGeneration> of(List<StoredObject> listing) {
        Map<GenerationId, StoredGeneration> found = new TreeMap<>();
        for (StoredObject object : listing) {
            Optional<ObjectName> name = ObjectName.parse(object.key());
            if (name.isPresent()) {
                found.computeIfAbsent(
                                name.get().generation(),
                                id -> new StoredGeneration(id, new ArrayList<>(), new ArrayList<>()))
                        .take(name.get(), object);
            }
        }
        found.values().forEach(StoredGeneration::sort);
        return List.copyOf(found.values());
    }

    private void take(ObjectName name, StoredObject object) {
        switch (name) {
            case ObjectName.Snapshot(GenerationId _, int index) ->
                snapshots.add(new Held(Position.ofSnapshot(id, index), true, object.key(), object.storedAt()));
            case ObjectName.Segment(GenerationId _, int index, long offset) ->
                segments.add(new Held(new Position(id, index, offset), false, object.key(), object.storedAt()));
        }
    }

    private void sort() {
        snapshots.sort(Comparator.comparing(Held::start));
        segments.sort(Comparator.comparing(Held::start));
    }

    Stream<Held> objects() {
        return Stream.concat(snapshots.stream(), segments.stream());
    }

    /// A snapshot before the segments of its index.
    List<Held> inOrder() {
        return objects()
                .sorted(Comparator.comparing(Held::start).thenComparing(each -> !each.isSnapshot()))
                .toList();
    }

    int count() {
        return snapshots.size() + segments.size();
    }

    /// When its last object was stored.
    Instant updated() {
        return objects().map(Held::storedAt).max(Comparator.naturalOrder()).orElseThrow();
    }

    /// Segments of `index` and later.
    List<Held> segmentsFrom(int index) {
        return segments.stream().filter(each -> each.index() >= index).toList();
    }
}
