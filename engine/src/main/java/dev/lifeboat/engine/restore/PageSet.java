package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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

    /// Takes out every page behind `last`.
    void removeBehind(long last) {
        pieces.entrySet().removeIf(entry -> {
            long first = entry.getKey() << PIECE_BITS;
            long from = Math.max(last + 1 - first, 0);
            if (from < 1 << PIECE_BITS) {
                entry.getValue().clear((int) from, 1 << PIECE_BITS);
            }
            return entry.getValue().isEmpty();
        });
    }

    /// The first page of `[1, last]` that is not in the set, `except` left out.
    Optional<PageNumber> firstMissing(long last, PageNumber except) {
        long page = 1;
        while (page <= last) {
            BitSet piece = pieces.get(page >>> PIECE_BITS);
            long clear = piece == null ? page : (page >>> PIECE_BITS << PIECE_BITS) + piece.nextClearBit(bit(page));
            if (clear == page && page != except.value()) {
                return Optional.of(new PageNumber(page));
            }
            page = clear == page ? page + 1 : clear;
        }
        return Optional.empty();
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
        return bit(page.value());
    }

    private static int bit(long page) {
        return (int) page & (1 << PIECE_BITS) - 1;
    }
}
