package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// A set of page numbers: about a bit a page where they lie close together. One number, however large a damaged or
/// hostile frame says it is, never takes more than one small piece (SE-8).
final class PageSet {
    private static final int PIECE_BITS = 12;

    private final Map<Long, BitSet> pieces = new HashMap<>();

    void add(PageNumber page) {
        pieces.computeIfAbsent(piece(page), _ -> new BitSet()).set(bit(page));
    }

    void remove(PageNumber page) {
        BitSet piece = pieces.get(piece(page));
        if (piece != null) {
            piece.clear(bit(page));
            if (piece.isEmpty()) {
                pieces.remove(piece(page));
            }
        }
    }

    boolean contains(PageNumber page) {
        BitSet piece = pieces.get(piece(page));
        return piece != null && piece.get(bit(page));
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    void clear() {
        pieces.clear();
    }

    private static long piece(PageNumber page) {
        return page.value() >>> PIECE_BITS;
    }

    private static int bit(PageNumber page) {
        return (int) page.value() & (1 << PIECE_BITS) - 1;
    }
}
