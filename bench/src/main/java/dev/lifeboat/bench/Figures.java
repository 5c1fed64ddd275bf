package dev.lifeboat.bench;

/// What one round measured; what it does not measure is -1. Lag is the age of the oldest commit that the store has not
/// acknowledged, looked at each 10 ms.
record Figures(
        double transactionsPerSecond,
        double stallP99Millis,
        double stallMaxMillis,
        long walPeakBytes,
        long drainMillis,
        long rssBytes,
        long rssPeakBytes,
        double cpuSeconds,
        double lagP50Millis,
        double lagP99Millis,
        long requests) {
    static final Figures NONE = new Figures(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
}
