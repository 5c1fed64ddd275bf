package dev.lifeboat.app.expose;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.time.Duration;
import java.time.Instant;

/// How old the oldest commit is that a replica lacks. 0 where it lacks none, and where the clock was set back.
final class Lag {
    private Lag() {}

    static Duration of(ReplicaStatus replica, Instant now) {
        Duration lag = replica.pendingSince()
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /// Of the replica that lags most.
    static Duration worst(ReplicatorStatus status, Instant now) {
        return status.replicas().stream()
                .map(replica -> of(replica, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
