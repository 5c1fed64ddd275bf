package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.store.retry.Backoff;
import dev.lifeboat.engine.store.retry.Circuit;
import dev.lifeboat.engine.store.retry.RetryingStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// When a lane may send: the interval between segments, the pause after a failure, the circuit of its store
/// (OB-5). A clock that is set back makes no wait longer. Belongs to its lane and is used under the lane's
/// lock.
final class Pace {
    /// Of messages that all differ, as those with a request's id do, one outage tells no more.
    private static final int MOST_TOLD = 50;

    private final Circuit circuit;
    private final Duration interval;
    private final Clock clock;
    private final RandomGenerator random;
    private Instant segmentAt = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private long recoveriesAtFailure;
    private int failures;
    private boolean isPauseLifted;
    private boolean hasFailedSinceUrged;
    private String error = "";
    private final Set<String> told = new HashSet<>();

    Pace(Circuit circuit, Duration interval, Clock clock, RandomGenerator random) {
        this.circuit = circuit;
        this.interval = interval;
        this.clock = clock;
        this.random = random;
    }

    void segmentBegins() {
        segmentAt = clock.instant();
    }

    boolean isSegmentDue() {
        return isOver(
                segmentAt, interval.isZero() || segmentAt.equals(Instant.MIN) ? segmentAt : segmentAt.plus(interval));
    }

    private boolean isOver(Instant from, Instant until) {
        Instant now = clock.instant();
        return !now.isBefore(until) || now.isBefore(from);
    }

    /// To be taken before [#permits], for [#failed].
    long circuitChanges() {
        return circuit.changes();
    }

    /// Whether a request may be made now; on an open circuit a yes is used up by asking.
    boolean permits(boolean urgent) {
        if (urgent && isPauseLifted) {
            circuit.insist();
            return true;
        }
        return !isPausing() && circuit.permits();
    }

    /// While the circuit is open it alone decides, whoever of the lanes comes first; when it has closed again,
    /// nobody who failed before waits any longer.
    private boolean isPausing() {
        return failures > 0
                && !circuit.isOpen()
                && circuit.recoveries() == recoveriesAtFailure
                && !isOver(failedAt, notBefore);
    }

    /// When the next request may be made.
    Instant earliest(boolean isSegment) {
        Instant segment = isSegment && !isSegmentDue() ? segmentAt.plus(interval) : Instant.MIN;
        Instant pause = isPausing() ? notBefore : circuit.nextQuestion();
        return segment.isAfter(pause) ? segment : pause;
    }

    /// Whether there had been failures.
    boolean succeeded() {
        boolean hadFailed = failures > 0;
        circuit.answered();
        failures = 0;
        error = "";
        told.clear();
        isPauseLifted = false;
        return hadFailed;
    }

    /// Whether this is news: one connection breaks off in several words, and in an outage they take turns for hours.
    /// `changes` are the circuit's before the request was permitted.
    boolean failed(IOException cause, long changes) {
        if (RetryingStore.isAnswer(cause)) {
            circuit.answered();
        } else {
            circuit.failed(changes);
        }
        failures++;
        isPauseLifted = false;
        hasFailedSinceUrged = true;
        recoveriesAtFailure = circuit.recoveries();
        failedAt = clock.instant();
        notBefore = failedAt.plus(Backoff.STANDARD.pause(failures, random));
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        error = message;
        return told.size() < MOST_TOLD && told.add(message);
    }

    boolean isFailing() {
        return failures > 0;
    }

    String error() {
        return error;
    }

    /// Somebody asked: the next request does not wait for a pause, if `now`.
    void urge(boolean now) {
        isPauseLifted = now;
        hasFailedSinceUrged = false;
    }

    boolean hasFailedSinceUrged() {
        return hasFailedSinceUrged;
    }
}
