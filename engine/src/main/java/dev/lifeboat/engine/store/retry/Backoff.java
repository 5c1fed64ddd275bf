package dev.lifeboat.engine.store.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after so many failures in a row: anything up to a bound that doubles from `first` to
/// `longest` (full jitter, so that those who failed together do not come back together).
public record Backoff(Duration first, Duration longest) {
    /// A store that is back is noticed within a quarter of a minute; an outage costs a lane a request every
    /// seven seconds on average.
    public static final Backoff STANDARD = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));

    private static final int MOST_DOUBLINGS = 20;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("pauses from " + first + " to " + longest);
        }
    }

    /// After `failures` in a row, at least one.
    public Duration pause(int failures, RandomGenerator random) {
        long most = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        return Duration.ofMillis(random.nextLong(Math.min(most, longest.toMillis()) + 1));
    }
}
