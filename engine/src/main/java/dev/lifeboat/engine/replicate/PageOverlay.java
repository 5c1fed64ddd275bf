package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.PageNumber;
import java.util.Arrays;
import java.util.OptionalInt;

/// Which frame of a WAL holds the last image of each page: eight bytes a frame, however large the WAL is.
final class PageOverlay {
    /// 32 bits of page number above 31 bits of frame number: sorting brings the frames of a page together, the last one
    /// at the end.
    private static final int FRAME_BITS = 31;

    private long[] entries = new long[1024];
    private int count;
    private boolean sorted = true;

    /// Frames come in order, numbered from zero.
    void add(PageNumber page, int frame) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count++] = page.value() << FRAME_BITS | frame;
        sorted = false;
    }

    /// The last frame of `page`, where it has one.
    OptionalInt lastFrame(long page) {
        sort();
        int found = Arrays.binarySearch(entries, 0, count, page << FRAME_BITS | Integer.MAX_VALUE);
        // Without an exact hit the entry before the insertion point is the largest frame of this page or of a lower
        // one.
        int at = found >= 0 ? found : -found - 2;
        return at >= 0 && entries[at] >>> FRAME_BITS == page
                ? OptionalInt.of((int) (entries[at] & Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(entries, 0, count);
            sorted = true;
        }
    }
}
