package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A replica that got a segment a second and an index a minute. Its objects are made up as they are asked for; only
/// what was deleted is remembered.
final class WeekStore implements ObjectStore {
    static final int INDEX_SEGMENTS = 60;
    private static final int FRAME_BYTES = 24 + 4096;
    private static final int HEADER_BYTES = 32;

    /// `snapshots` are indexes, in order.
    record Made(GenerationId id, Instant begin, int segments, List<Integer> snapshots) {
        Position start(int segment) {
            int part = segment % INDEX_SEGMENTS;
            long offset = part == 0 ? 0 : HEADER_BYTES + (long) part * FRAME_BYTES;
            return new Position(id, segment / INDEX_SEGMENTS, offset);
        }

        Position end(int segment) {
            return new Position(
                    id, segment / INDEX_SEGMENTS, HEADER_BYTES + (segment % INDEX_SEGMENTS + 1L) * FRAME_BYTES);
        }

        int segment(long index, long offset) {
            return (int) (index * INDEX_SEGMENTS + offset / FRAME_BYTES);
        }
    }

    private final List<Made> generations;
    private final Map<GenerationId, BitSet> goneSegments;
    private final Set<String> goneSnapshots = new TreeSet<>();
    long listRequests;
    long headRequests;
    long deleteRequests;

    /// In the order of their names.
    WeekStore(Made one, Made other) {
        this.generations = List.of(one, other);
        this.goneSegments = Map.of(one.id(), new BitSet(), other.id(), new BitSet());
    }

    @Override
    public void list(String prefix, String after, Visitor visitor) {
        long[] shown = {0};
        for (Made made : generations) {
            if (prefix.startsWith("generations/" + made.id()) || prefix.equals("generations/")) {
                show(
                        made,
                        object -> {
                            shown[0]++;
                            visitor.object(object);
                        },
                        !prefix.endsWith("/snapshots/"));
            }
        }
        listRequests += 1 + shown[0] / 1000;
    }

    private void show(Made made, Visitor visitor, boolean isWhole) {
        for (int index : made.snapshots()) {
            String key = GenerationsWriter.snapshotKey(Position.ofSnapshot(made.id(), index));
            if (!goneSnapshots.contains(key)) {
                visitor.object(object(key, made.begin().plusSeconds((long) index * INDEX_SEGMENTS)));
            }
        }
        BitSet gone = goneSegments.get(made.id());
        for (int i = gone.nextClearBit(0); isWhole && i < made.segments(); i = gone.nextClearBit(i + 1)) {
            visitor.object(object(
                    GenerationsWriter.segmentKey(made.start(i)), made.begin().plusSeconds(i)));
        }
    }

    private static StoredObject object(String key, Instant storedAt) {
        return new StoredObject(key, 2000, storedAt, "\"" + key.hashCode() + "\"");
    }

    private Made made(GenerationId id) {
        return generations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        headRequests++;
        return switch (ObjectName.parse(key).orElseThrow()) {
            case ObjectName.Snapshot _ -> Optional.of(new ObjectHead(object(key, Instant.EPOCH), Map.of()));
            case ObjectName.Segment(GenerationId id, int index, long offset) -> {
                Made made = made(id);
                String end = made.end(made.segment(index, offset)).toString();
                yield Optional.of(new ObjectHead(object(key, Instant.EPOCH), Map.of(ObjectMetadata.POSITION, end)));
            }
        };
    }

    @Override
    public void delete(Collection<String> keys) {
        deleteRequests++;
        for (String key : keys) {
            switch (ObjectName.parse(key).orElseThrow()) {
                case ObjectName.Snapshot _ -> goneSnapshots.add(key);
                case ObjectName.Segment(GenerationId id, int index, long offset) -> {
                    int segment = made(id).segment(index, offset);
                    if (offset == 0 && goneSegments.get(id).nextClearBit(segment + 1) < segment + INDEX_SEGMENTS) {
                        throw new IllegalStateException(key + " goes before the rest of its index (P3)");
                    }
                    goneSegments.get(id).set(segment);
                }
            }
        }
    }

    /// How many segments of a generation are left.
    int left(GenerationId id) {
        return made(id).segments() - goneSegments.get(id).cardinality();
    }

    @Override
    public ObjectBytes open(String key) {
        throw new UnsupportedOperationException(key);
    }

    @Override
    public ObjectBytes open(String key, long fromByte, String entityTag) {
        throw new UnsupportedOperationException(key);
    }

    @Override
    public PutOutcome put(Upload upload) {
        throw new UnsupportedOperationException(upload.key());
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public String location() {
        return "memory://week";
    }

    @Override
    public void close() {}
}
