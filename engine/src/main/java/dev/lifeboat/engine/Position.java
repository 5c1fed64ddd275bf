package dev.lifeboat.engine;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// A place in a generation: WAL `index` and byte `offset` in that WAL, the end of what has been seen, exclusive.
///
/// Offset 0 of an index stands before its WAL header: the snapshot of that index alone. The text form
/// `GEN/IIIIIIII/OOOOOOOO` (hex) is the id of a restore point (product.md 3).
public record Position(GenerationId generation, int index, long offset) implements PointId, Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::generation)
            .thenComparingInt(Position::index)
            .thenComparingLong(Position::offset);

    public Position {
        if (index < 0) {
            throw new IllegalArgumentException("index out of [0, 2^31): " + Integer.toUnsignedString(index));
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
    }

    /// The position that `text` names, or nothing where it is not of the form `GEN/IIIIIIII/OOOOOOOO`.
    public static Optional<Position> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || !GenerationId.isValid(parts[0]) || !isHex(parts[1], 8) || !isHex(parts[2], 15)) {
            return Optional.empty();
        }
        long index = Long.parseLong(parts[1], 16);
        return index > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new Position(new GenerationId(parts[0]), (int) index, Long.parseLong(parts[2], 16)));
    }

    private static boolean isHex(String text, int mostDigits) {
        return !text.isEmpty()
                && text.length() <= mostDigits
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /// Where the snapshot of `index` stands in its generation.
    public static Position ofSnapshot(GenerationId generation, int index) {
        return new Position(generation, index, 0);
    }

    @Override
    public String text() {
        return toString();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s/%08x/%08x", generation, index, offset);
    }
}
