package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The age of the oldest commit that the store had not acknowledged, each 10 ms of the time in which the application
/// wrote; all -1 where nothing is known.
///
/// From the ledger's moments and those in which segments arrived. The commits in the segments, counted back from the
/// last row, say which row each segment ends with: one row a transaction, and nobody else writes.
public record Lag(double p50Millis, double p99Millis, double maxMillis) {
    public static final Lag NONE = new Lag(-1, -1, -1);
    private static final long STEP_MICROS = 10_000;

    /// A segment and the moment from which on it was safe.
    public record Arrival(long micros, Path segment) {}

    /// `moments` are those of [dev.lifeboat.rig.app.Ledger#moments]; `arrivals` are those of one generation, in
    /// the order of their positions; `last` is the row that the last of them ends with.
    public static Lag of(long[] moments, List<Arrival> arrivals, long last, int pageBytes) throws IOException {
        long[] lastOf = new long[arrivals.size()];
        long n = last;
        for (int at = arrivals.size() - 1; at >= 0; at--) {
            lastOf[at] = n;
            n -= Commits.in(arrivals.get(at).segment(), pageBytes);
        }
        // What the snapshot has, and what was written before there was a replica, has no age.
        int first = known(moments, Math.toIntExact(Math.max(0, n)) + 1);
        return first == moments.length || arrivals.isEmpty() ? NONE : sampled(moments, first, arrivals, lastOf);
    }

    /// The first row from `n` on whose moment is known, the array's length where there is none.
    private static int known(long[] moments, int n) {
        int at = Math.min(n, moments.length);
        while (at < moments.length && moments[at] == 0) {
            at++;
        }
        return at;
    }

    private static Lag sampled(long[] moments, int first, List<Arrival> arrivals, long[] lastOf) {
        long end = Arrays.stream(moments).max().orElseThrow();
        long[] ages = new long[Math.toIntExact((end - moments[first]) / STEP_MICROS + 1)];
        int segment = 0;
        int oldest = first;
        for (int step = 0; step < ages.length; step++) {
            long now = moments[first] + step * STEP_MICROS;
            while (segment < lastOf.length && arrivals.get(segment).micros() <= now) {
                segment++;
            }
            long safe = segment == 0 ? 0 : lastOf[segment - 1];
            while (oldest < moments.length && oldest <= safe) {
                oldest = known(moments, oldest + 1);
            }
            boolean isAllSafe = oldest >= moments.length || moments[oldest] > now;
            ages[step] = isAllSafe ? 0 : now - moments[oldest];
        }
        Arrays.sort(ages);
        return new Lag(
                ages[ages.length / 2] / 1000.0, ages[ages.length * 99 / 100] / 1000.0, ages[ages.length - 1] / 1000.0);
    }
}
