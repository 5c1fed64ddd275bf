package dev.lifeboat.bench.restore;

/// What one whole process took; what was not counted is -1.
record Measured(double seconds, double cpuSeconds, long requests, long peakBytes) {
    Measured withRequests(long counted) {
        return new Measured(seconds, cpuSeconds, counted, peakBytes);
    }
}
