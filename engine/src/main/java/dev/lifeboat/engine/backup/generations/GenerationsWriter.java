package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Writes the 0.3 layout: one LZ4 frame an object, nothing ever replaced (0.3 spec, sections 1.5 and 1.12).
///
/// A call that returns has been acknowledged by the store (OB-1). The caller keeps the order of section 1.12: the
/// snapshot of an index before its segments, segments one after the other.
public final class GenerationsWriter {
    private static final int COMPARE_BYTES = 64 << 10;

    private final ObjectStore store;

    public GenerationsWriter(ObjectStore store) {
        this.store = store;
    }

    /// Writes the database file `raw` as the snapshot of an index.
    public void writeSnapshot(Position at, Body raw) throws IOException {
        write(new ObjectName.Snapshot(at.generation(), at.index()), raw);
    }

    /// Writes WAL bytes `raw` that begin at `start`.
    public void writeSegment(Position start, Body raw) throws IOException {
        if (start.offset() >= ObjectName.Segment.WRITE_LIMIT) {
            throw new IllegalArgumentException("a segment at " + start + " could not be read back (pitfall P1)");
        }
        write(new ObjectName.Segment(start.generation(), start.index(), start.offset()), raw);
    }

    private void write(ObjectName name, Body raw) throws IOException {
        Body packed = () -> new PackedInputStream(raw.open());
        switch (store.put(name.key(), packed, PutCondition.IF_ABSENT)) {
            case PutOutcome.Stored _ -> {}
            // An answer that was lost, and our own earlier attempt succeeded: the same bytes are no conflict (OB-3).
            case PutOutcome.Refused(String key) -> {
                if (!isSame(key, packed)) {
                    throw new ForeignObjectException(key, store.location());
                }
            }
        }
    }

    private boolean isSame(String key, Body packed) throws IOException {
        try (InputStream theirs = store.open(key);
                InputStream ours = packed.open()) {
            byte[] left = new byte[COMPARE_BYTES];
            byte[] right = new byte[COMPARE_BYTES];
            while (true) {
                int length = theirs.readNBytes(left, 0, left.length);
                int expected = ours.readNBytes(right, 0, right.length);
                if (length != expected || !Arrays.equals(left, 0, length, right, 0, length)) {
                    return false;
                }
                if (length == 0) {
                    return true;
                }
            }
        }
    }
}
