package dev.lifeboat.engine;

/// The number of a database page, counted from one, at most 4294967294.
public record PageNumber(long value) implements Comparable<PageNumber> {
    private static final long MAX = 0xFFFFFFFEL;

    public PageNumber {
        if (!isValid(value)) {
            throw new IllegalArgumentException("page number out of [1, 4294967294]: " + value);
        }
    }

    public static boolean isValid(long value) {
        return value >= 1 && value <= MAX;
    }

    @Override
    public int compareTo(PageNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
