package dev.lifeboat.engine.store.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Keeps everybody of one process together off a store that is away (OB-5). It opens after several failures in
/// a row, whoever had them; from then on one request at a time asks whether the store is back, and the first
/// that succeeds lets all go on. One circuit a store, shared by every lane that writes there. Safe for use by
/// several threads.
///
/// A failure tells only of the time in which its request was permitted: those that were under way when it opened count
/// for nothing more, so that one outage lengthens the pause once a question, however many lanes it meets.
public final class Circuit {
    /// A store that fails every other request opens it once in thirty-two requests, and the next one closes it.
    private static final int FAILURES_TO_OPEN = 5;

    /// Between two questions whether the store is back: less than one a second, and noticed within a quarter of
    /// a minute.
    private static final Duration SHORTEST = Duration.ofMillis(1500);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private boolean open;
    private Duration pause = SHORTEST;
    private Instant askedAt = Instant.MIN;
    private Instant askAgainAt = Instant.MIN;
    private long recoveries;

    public Circuit(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Whether a request may be made now. On an open circuit a yes is the one question of its time: ask only
    /// when you go on to make it.
    public synchronized boolean permits() {
        if (!open) {
            return true;
        }
        Instant now = clock.instant();
        if (isEarly(now)) {
            return false;
        }
        ask(now);
        return true;
    }

    /// The same for somebody who does not wait for a pause to end, because a person asked: it counts as the
    /// question of its time.
    public synchronized void insist() {
        if (open) {
            ask(clock.instant());
        }
    }

    private void ask(Instant now) {
        askedAt = now;
        askAgainAt = now.plus(pause.dividedBy(2)).plusMillis(random.nextLong(pause.toMillis() / 2 + 1));
    }

    /// A clock that was set back does not make the wait longer.
    private boolean isEarly(Instant now) {
        return now.isBefore(askAgainAt) && !now.isBefore(askedAt);
    }

    public synchronized boolean isOpen() {
        return open;
    }

    /// When an open circuit lets the next question through.
    public synchronized Instant nextQuestion() {
        return open ? askAgainAt : Instant.MIN;
    }

    /// How often it has closed again: whoever failed before the latest time need not wait any longer.
    public synchronized long recoveries() {
        return recoveries;
    }

    /// How often it has opened and closed. Taken before permission is asked for, it tells [#failed] when that was.
    public synchronized long changes() {
        return 2 * recoveries + (open ? 1 : 0);
    }

    /// The store answered, be it with a refusal.
    public synchronized void answered() {
        failures = 0;
        if (open) {
            open = false;
            recoveries++;
        }
        pause = SHORTEST;
    }

    /// The store did not answer, or with a failure of its own, a request that was permitted after `changes`.
    public synchronized void failed(long changes) {
        if (changes != changes()) {
            return;
        }
        failures++;
        if (open) {
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
            ask(clock.instant());
        } else if (failures >= FAILURES_TO_OPEN) {
            open = true;
            ask(clock.instant());
        }
    }
}
