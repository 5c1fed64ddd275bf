package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Deletion;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/// The first `size` of some segments as deletions, the last of them first. Each is made when it is asked for.
final class SegmentDeletions extends AbstractList<Deletion> implements RandomAccess {
    private final SegmentStarts starts;
    private final int size;
    private final String reason;

    SegmentDeletions(SegmentStarts starts, int size, String reason) {
        this.starts = starts;
        this.size = size;
        this.reason = reason;
    }

    @Override
    public Deletion get(int i) {
        Objects.checkIndex(i, size);
        return new Deletion(GenerationsWriter.segmentKey(starts.position(size - 1 - i)), reason);
    }

    @Override
    public int size() {
        return size;
    }
}
