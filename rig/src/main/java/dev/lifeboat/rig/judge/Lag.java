package dev.lifeboat.rig.judge;

import dev.lifeboat.rig.app.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

    /// `arrivals` are those of one generation, in the order of their positions; `last` is the row that the last of them
    /// ends with.
    public static Lag of(List<Ledger.Note> ledger, List<Arrival> arrivals, long last, int pageBytes)
            throws IOException {
        List<Ledger.Note> notes = new ArrayList<>(ledger);
        notes.sort(Comparator.comparing(Ledger.Note::n));
        long[] lastOf = new long[arrivals.size()];
        long n = last;
        for (int at = arrivals.size() - 1; at >= 0; at--) {
            lastOf[at] = n;
            n -= Commits.in(arrivals.get(at).segment(), pageBytes);
        }
        // What the snapshot has, and what was written before there was a replica, has no age.
        long before = n;
        notes.removeIf(note -> note.n() <= before);
        return notes.isEmpty() || arrivals.isEmpty() ? NONE : sampled(notes, arrivals, lastOf);
    }

    private static Lag sampled(List<Ledger.Note> notes, List<Arrival> arrivals, long[] lastOf) {
        List<Long> ages = new ArrayList<>();
        int segment = 0;
        int oldest = 0;
        for (long now = notes.getFirst().micros(); now <= notes.getLast().micros(); now += STEP_MICROS) {
            while (segment < lastOf.length && arrivals.get(segment).micros() <= now) {
                segment++;
            }
            long safe = segment == 0 ? 0 : lastOf[segment - 1];
            while (oldest < notes.size() && notes.get(oldest).n() <= safe) {
                oldest++;
            }
            boolean isAllSafe = oldest >= notes.size() || notes.get(oldest).micros() > now;
            ages.add(isAllSafe ? 0 : now - notes.get(oldest).micros());
        }
        long[] sorted = ages.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Lag(
                sorted[sorted.length / 2] / 1000.0,
                sorted[sorted.length * 99 / 100] / 1000.0,
                sorted[sorted.length - 1] / 1000.0);
    }
}
