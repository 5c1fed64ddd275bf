package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replicator says of itself: its state and the reason. A change is logged once, however often it is said.
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final DatabasePath path;
    private State state = State.STARTING;
    private String reason = "";

    Standing(DatabasePath path) {
        this.path = path;
    }

    State state() {
        return state;
    }

    /// Empty where there is nothing to say.
    String reason() {
        return reason;
    }

    void become(State next, String why) {
        if (state != next || !reason.equals(why)) {
            log(next, why);
        }
        state = next;
        reason = why;
    }

    private void log(State next, String why) {
        switch (next) {
            case WAITING -> LOG.warn("waiting: {}", why);
            case INCIDENT -> LOG.error("stopped replicating: {}; `lifeboat resume` begins a new generation", why);
            case RELEASED -> LOG.info("released database={}", path);
            case REPLICATING -> {
                if (!why.isEmpty()) {
                    LOG.warn("{}: {}", path, why);
                }
            }
            case STARTING, STALLED, STOPPED -> {}
        }
    }

    /// Why the database is not followed now, where it is not.
    Optional<Problem> problem() {
        return state == State.REPLICATING && reason.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.FAILED, "not replicating " + path + ": " + (reason.isEmpty() ? state : reason)));
    }
}
