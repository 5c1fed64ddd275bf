package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.CountedInputStream;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.lz4.Lz4DamageException;
import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
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
    public History history() throws IOException {
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
                        ownSnapshots.add(new Snapshot(object.key(), id, index, object.sizeBytes(), object.storedAt()));
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
        History listed = new History(
                location(), GenerationsBackup::key, generations, LtxHistory.NONE, Map.of(), FenceReader.read(store));
        return measure(listed, segment -> segment.end().isEmpty());
    }

    private static Segment segment(StoredObject object, GenerationId id, int index, long offset) {
        Instant stored = object.storedAt();
        return new Segment(object.key(), id, index, offset, OptionalLong.empty(), object.sizeBytes(), stored, stored);
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

    private static String key(Position start) {
        return new ObjectName.Segment(start.generation(), start.index(), start.offset()).key();
    }

    @Override
    public History survey(History history) throws IOException {
        return measure(history, _ -> true);
    }

    /// Decodes the chosen segments for their length; what does not decode becomes damage.
    private History measure(History history, Predicate<Segment> chosen) throws IOException {
        List<Segment> open = history.generations().stream()
                .flatMap(generation -> generation.segments().stream())
                .filter(chosen)
                .toList();
        Map<String, Long> ends = new TreeMap<>();
        History result = history;
        for (Segment segment : open) {
            try (InputStream in = open(segment.key(), _ -> {})) {
                ends.put(
                        segment.key(), Math.addExact(segment.offset(), in.transferTo(OutputStream.nullOutputStream())));
            } catch (ArithmeticException _) {
                result = result.withDamage(segment.key(), "its end lies behind any file");
            } catch (DamagedObjectException e) {
                result = result.withDamage(e.key(), e.reason());
            }
        }
        return result.withSegments(
                segment -> ends.containsKey(segment.key()) ? segment.withEnd(ends.get(segment.key())) : segment);
    }

    @Override
    public InputStream open(String key, LongConsumer readBytes) throws IOException {
        try {
            InputStream raw = new CountedInputStream(store.open(key), readBytes);
            try {
                return new NamedInputStream(key, new Lz4FrameInputStream(raw));
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (Lz4DamageException e) {
            throw new DamagedObjectException(key, e.reason(), e);
        } catch (NoSuchFileException e) {
            throw new DamagedObjectException(key, "it has disappeared since the listing", e);
        }
    }
}
