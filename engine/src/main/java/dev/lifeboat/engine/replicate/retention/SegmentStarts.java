package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Where segments of one generation begin, in ascending order: 12 bytes for each, because a replica may have hundreds
/// of thousands.
final class SegmentStarts {
    /// Blocks, so that growing copies nothing.
    private static final int BLOCK = 1 << 12;

    private final GenerationId generation;
    private final List<int[]> indexes = new ArrayList<>();
    private final List<long[]> offsets = new ArrayList<>();
    private int size;
    /// The first segment of the last index, and whether those behind it are out of order.
    private int lastIndexFrom;

    private boolean isMixed;

    SegmentStarts(GenerationId generation) {
        this.generation = generation;
    }

    int size() {
        return size;
    }

    int index(int i) {
        Objects.checkIndex(i, size);
        return indexes.get(i / BLOCK)[i % BLOCK];
    }

    long offset(int i) {
        Objects.checkIndex(i, size);
        return offsets.get(i / BLOCK)[i % BLOCK];
    }

    Position position(int i) {
        return new Position(generation, index(i), offset(i));
    }

    /// In the order of their names: indexes ascend, and the offsets of one index do unless some of them have nine
    /// digits (pitfall P1). `close` is called behind the last.
    void add(int index, long offset) {
        if (size > 0 && index < index(size - 1)) {
            throw new IllegalArgumentException("index " + index + " comes behind " + index(size - 1));
        }
        if (size > 0 && index > index(size - 1)) {
            close();
            lastIndexFrom = size;
        }
        isMixed |= size > lastIndexFrom && offset < offset(size - 1);
        if (size % BLOCK == 0) {
            indexes.add(new int[BLOCK]);
            offsets.add(new long[BLOCK]);
        }
        indexes.getLast()[size % BLOCK] = index;
        offsets.getLast()[size % BLOCK] = offset;
        size++;
    }

    void close() {
        if (isMixed) {
            long[] mixed = new long[size - lastIndexFrom];
            Arrays.setAll(mixed, i -> offset(lastIndexFrom + i));
            Arrays.sort(mixed);
            for (int i = 0; i < mixed.length; i++) {
                offsets.get((lastIndexFrom + i) / BLOCK)[(lastIndexFrom + i) % BLOCK] = mixed[i];
            }
            isMixed = false;
        }
    }

    /// How many lie in front of `index`, offset 0.
    int below(int index) {
        return below(index, 0);
    }

    /// How many lie in front of `index` and `offset`.
    int below(int index, long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean isBefore = index(middle) < index || index(middle) == index && offset(middle) < offset;
            low = isBefore ? middle + 1 : low;
            high = isBefore ? high : middle;
        }
        return low;
    }
}
