package dev.lifeboat.rig.app;

/// How long transactions took, in buckets about 6 % wide from a microsecond up.
final class Stalls {
    private static final int SUB = 4;
    private static final int BUCKETS = 64 << SUB;

    private final long[] counts = new long[BUCKETS];
    private long total;
    private long maxNanos;

    void add(long nanos) {
        counts[bucket(Math.max(nanos, 1))]++;
        total++;
        maxNanos = Math.max(maxNanos, nanos);
    }

    private static int bucket(long nanos) {
        int exponent = 63 - Long.numberOfLeadingZeros(nanos);
        int mantissa = exponent >= SUB
                ? (int) (nanos >>> (exponent - SUB)) & ((1 << SUB) - 1)
                : (int) (nanos << (SUB - exponent)) & ((1 << SUB) - 1);
        return exponent << SUB | mantissa;
    }

    /// The upper end of the bucket in which so many per mille of the transactions end, in microseconds.
    long microsAt(int permille) {
        long wanted = total * permille / 1000;
        long seen = 0;
        for (int at = 0; at < BUCKETS; at++) {
            seen += counts[at];
            if (seen > wanted) {
                double upper = Math.scalb(1 + ((at & ((1 << SUB) - 1)) + 1) / (double) (1 << SUB), at >>> SUB);
                return (long) Math.min(upper, maxNanos) / 1000;
            }
        }
        return maxNanos / 1000;
    }

    long maxMicros() {
        return maxNanos / 1000;
    }
}
