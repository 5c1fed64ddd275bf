package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.lz4.Lz4DamageException;
import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import dev.lifeboat.engine.store.UnreadableObjectException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A replica in the layout of Litestream 0.3 (0.3 spec, section 1), read through any store. Objects whose names
/// are not of that layout are nobody's business here.
public final class GenerationsBackup implements Backup {
    private final ObjectStore store;

    /// The store stays the caller's to close.
    public GenerationsBackup(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public History listing() throws IOException {
        try (Asked<Optional<History.Fence>> fence = Asked.of(() -> FenceReader.read(store))) {
            List<Generation> generations = generations();
            return of(generations, fence.answer());
        }
    }

    @Override
    public History names() throws IOException {
        return of(generations(), Optional.empty());
    }

    private History of(List<Generation> generations, Optional<History.Fence> fence) {
        return new History(location(), ObjectName.KEYS, generations, LtxHistory.NONE, Map.of(), fence);
    }

    private List<Generation> generations() throws IOException {
        Map<GenerationId, List<Snapshot>> snapshots = new TreeMap<>();
        Map<GenerationId, List<Segment>> segments = new TreeMap<>();
        store.list(ObjectName.PREFIX, object -> {
            Optional<ObjectName> name = ObjectName.parse(object.key());
            if (name.isPresent()) {
                GenerationId id = name.get().generation();
                List<Snapshot> ownSnapshots = snapshots.computeIfAbsent(id, _ -> new ArrayList<>());
                List<Segment> ownSegments = segments.computeIfAbsent(id, _ -> new ArrayList<>());
                switch (name.get()) {
                    case ObjectName.Snapshot(GenerationId _, int index) ->
                        ownSnapshots.add(
                                Snapshot.listed(object.key(), id, index, object.sizeBytes(), object.storedAt()));
                    case ObjectName.Segment(GenerationId _, int index, long offset) ->
                        ownSegments.add(segment(object, id, index, offset));
                }
            }
        });
        List<Generation> generations = new ArrayList<>();
        snapshots.forEach((id, own) -> {
            List<Segment> tiled = withoutStrays(segments.getOrDefault(id, List.of()));
            if (!own.isEmpty() || !tiled.isEmpty()) {
                generations.add(new Generation(id, own, tiled));
            }
        });
        return generations;
    }

    @Override
    public History withEnds(History listing) throws IOException {
        Measurement measurement = new Measurement(
                this,
                listing.generations().stream()
                        .flatMap(generation -> generation.segments().stream())
                        .filter(segment -> !listing.damage().containsKey(segment.key()))
                        .filter(segment -> segment.end().isEmpty())
                        .toList());
        return measurement.of(listing);
    }

    private static Segment segment(StoredObject object, GenerationId id, int index, long offset) {
        return Segment.listed(object.key(), id, index, offset, object.sizeBytes(), object.storedAt());
    }

    /// Only a WAL that grew beyond 4 GiB has offsets that large, so it also has smaller ones: an object with a
    /// large offset alone in its index is nobody's.
    private static List<Segment> withoutStrays(List<Segment> segments) {
        Set<Integer> begun = segments.stream()
                .filter(each -> each.offset() < ObjectName.Segment.WRITE_LIMIT)
                .map(Segment::index)
                .collect(Collectors.toSet());
        return segments.stream().filter(each -> begun.contains(each.index())).toList();
    }

    @Override
    public History learn(History history, RestoreTarget target) throws IOException {
        return new CommitTimes(store).learn(history, target);
    }

    @Override
    public InputStream stored(String key) throws IOException {
        try {
            return new NamedInputStream(key, store.open(key));
        } catch (UnreadableObjectException e) {
            throw new DamagedObjectException(key, e.reason(), e);
        } catch (NoSuchFileException e) {
            throw new DamagedObjectException(key, "it has disappeared since the listing", e);
        }
    }

    @Override
    public InputStream payload(String key, InputStream stored) throws IOException {
        try {
            return new NamedInputStream(key, new Lz4FrameInputStream(stored));
        } catch (Lz4DamageException e) {
            stored.close();
            throw new DamagedObjectException(key, e.reason(), e);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }
}
