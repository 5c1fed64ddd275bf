package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.lz4.Lz4DamageException;
import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.ObjectStore.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the 0.3 layout: one LZ4 frame an object, nothing ever replaced (0.3 spec, sections 1.5 and 1.12).
///
/// What is answered as stored has been acknowledged by the store (OB-1). The caller keeps the order of section
/// 1.12: the snapshot of an index before its segments, segments one after the other, commit times that never
/// run backwards.
public final class GenerationsWriter {
    private static final int COMPARE_BYTES = 64 << 10;

    private final ObjectStore store;

    public GenerationsWriter(ObjectStore store) {
        this.store = store;
    }

    /// What the store is given for `raw`: one LZ4 frame, made while it is read.
    public static Body packed(Body raw) {
        return () -> new PackedInputStream(raw.open());
    }

    public static String snapshotKey(Position at) {
        return new ObjectName.Snapshot(at.generation(), at.index()).key();
    }

    public static String segmentKey(Position start) {
        return new ObjectName.Segment(start.generation(), start.index(), start.offset()).key();
    }

    /// Writes the frame `packed` of a database file as the snapshot of an index.
    public PutOutcome putSnapshot(Position at, Body packed, Instant commitTime) throws IOException {
        return put(snapshotKey(at), packed, at, commitTime);
    }

    /// Writes the frame `packed` of the WAL bytes `[start, end)`.
    public PutOutcome putSegment(Position start, Position end, Body packed, Instant commitTime) throws IOException {
        requireReadable(start);
        return put(segmentKey(start), packed, end, commitTime);
    }

    private PutOutcome put(String key, Body packed, Position end, Instant commitTime) throws IOException {
        Map<String, String> metadata = Map.of(
                ObjectMetadata.COMMIT_TIME, commitTime.toString(),
                ObjectMetadata.POSITION, end.toString());
        return store.put(new Upload(key, packed, PutCondition.IF_ABSENT, metadata));
    }

    private static void requireReadable(Position start) {
        if (start.offset() >= ObjectName.Segment.WRITE_LIMIT) {
            throw new IllegalArgumentException("a segment at " + start + " could not be read back (pitfall P1)");
        }
    }

    /// Compares the object `key` with `raw`, which a `put` was refused for.
    public Agreement compare(String key, Body raw) throws IOException {
        try (InputStream ours = raw.open();
                InputStream theirs = new Lz4FrameInputStream(store.open(key))) {
            return compare(theirs, ours);
        } catch (NoSuchFileException e) {
            return new Agreement.Absent();
        } catch (Lz4DamageException e) {
            return new Agreement.Damaged(e.reason());
        }
    }

    /// How many bytes the object `key` holds, unpacked.
    public long unpackedBytes(String key) throws IOException {
        try (InputStream in = new Lz4FrameInputStream(store.open(key))) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// Whether an object of the index ends at `end`, so that a segment that begins there follows it: the snapshot
    /// of the index at offset 0, else the last segment that begins before. One listing and one `head`; the segment
    /// is read where its metadata does not say its end.
    public boolean endsAt(Position end) throws IOException {
        if (end.offset() == 0) {
            return store.head(snapshotKey(end)).isPresent();
        }
        String index = segmentKey(Position.ofSnapshot(end.generation(), end.index()));
        List<ObjectName.Segment> last = new ArrayList<>(1);
        store.list(
                index.substring(0, index.lastIndexOf('_') + 1),
                found -> ObjectName.parse(found.key())
                        .filter(name -> name instanceof ObjectName.Segment segment && segment.offset() < end.offset())
                        .ifPresent(name -> {
                            last.clear();
                            last.add((ObjectName.Segment) name);
                        }));
        return !last.isEmpty() && end(last.getFirst()).filter(end::equals).isPresent();
    }

    private Optional<Position> end(ObjectName.Segment segment) throws IOException {
        Optional<ObjectHead> head = store.head(segment.key());
        Optional<Position> said =
                head.map(found -> found.metadata().get(ObjectMetadata.POSITION)).flatMap(Position::parse);
        if (head.isEmpty() || said.isPresent()) {
            return said;
        }
        try {
            long end = segment.offset() + unpackedBytes(segment.key());
            return Optional.of(new Position(segment.generation(), segment.index(), end));
        } catch (Lz4DamageException e) {
            return Optional.empty();
        }
    }

    private static Agreement compare(InputStream theirs, InputStream ours) throws IOException {
        byte[] left = new byte[COMPARE_BYTES];
        byte[] right = new byte[COMPARE_BYTES];
        long agreed = 0;
        while (true) {
            int their = theirs.readNBytes(left, 0, left.length);
            int our = ours.readNBytes(right, 0, right.length);
            int common = Math.min(their, our);
            int mismatch = Arrays.mismatch(left, 0, common, right, 0, common);
            if (mismatch >= 0) {
                return new Agreement.Different(agreed + mismatch);
            }
            agreed += common;
            if (their != our) {
                return their < our ? new Agreement.Shorter(agreed) : new Agreement.Longer();
            }
            if (their == 0) {
                return new Agreement.Same();
            }
        }
    }
}
