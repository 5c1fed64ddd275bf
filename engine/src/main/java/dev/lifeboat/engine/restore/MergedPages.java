package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Committed pages that wait to be written, of each only the latest image. Takes memory as it fills, up to
/// `budgetBytes` of images.
final class MergedPages {
    private static final int CHUNK_BYTES = 1 << 20;

    private final int pageBytes;
    private final int mostSlots;
    private final int slotsPerChunk;
    private final List<byte[]> chunks = new ArrayList<>();
    private final Map<Long, Integer> slots = new HashMap<>();
    private int usedSlots;

    MergedPages(PageSize size, int budgetBytes) {
        this.pageBytes = size.bytes();
        this.mostSlots = Math.max(1, budgetBytes / pageBytes);
        this.slotsPerChunk = CHUNK_BYTES / pageBytes;
    }

    /// Whether the image was taken: not, where it is of another page and there is no room.
    boolean put(long page, ByteBuffer image) {
        Integer known = slots.get(page);
        if (known == null && usedSlots == mostSlots) {
            return false;
        }
        int slot = known == null ? usedSlots++ : known;
        if (known == null) {
            slots.put(page, slot);
        }
        if (slot / slotsPerChunk == chunks.size()) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        image.get(chunks.get(slot / slotsPerChunk), slot % slotsPerChunk * pageBytes, pageBytes);
        return true;
    }

    Optional<ByteBuffer> get(long page) {
        return Optional.ofNullable(slots.get(page)).map(this::image);
    }

    private ByteBuffer image(int slot) {
        return ByteBuffer.wrap(chunks.get(slot / slotsPerChunk), slot % slotsPerChunk * pageBytes, pageBytes);
    }

    /// The numbers of all pages, in order.
    long[] pages() {
        return slots.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /// Forgets all pages behind the first `pages`.
    void cut(long pages) {
        slots.keySet().removeIf(page -> page > pages);
    }

    void clear() {
        slots.clear();
        usedSlots = 0;
    }
}
