package dev.lifeboat.app.expose;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether somebody has to look: the verdict of `/healthz`.
///
/// What has just been started may still wait for its database, or for its first upload. What was paused by a person
/// is well: to restart us would take up the database in the middle of what it was paused for.
record Health(boolean isWell, String line) {
    /// Beyond this age of a commit that is on this host alone, something is wrong.
    static final Duration LAG_LIMIT = Duration.ofSeconds(60);

    /// How long a database or its directory may be missing after the start.
    static final Duration STARTING_LIMIT = Duration.ofSeconds(60);

    static Health of(List<ReplicatorStatus> statuses, Instant now) {
        for (ReplicatorStatus status : statuses) {
            Optional<String> reason = reason(status, now);
            if (reason.isPresent()) {
                return new Health(false, status.database() + ": " + reason.get());
            }
        }
        return new Health(true, "ok");
    }

    private static Optional<String> reason(ReplicatorStatus status, Instant now) {
        return switch (status.state()) {
            case STARTING, RELEASED -> Optional.empty();
            case WAITING -> isFresh(status, now) ? Optional.empty() : Optional.of("waiting: " + status.reason());
            case INCIDENT -> Optional.of("stopped replicating: " + status.reason());
            case STOPPED -> Optional.of("stopped");
            case STALLED ->
                Lag.worst(status, now).compareTo(LAG_LIMIT) > 0 ? Optional.of(status.reason()) : Optional.empty();
            case REPLICATING ->
                status.replicas().stream()
                        .flatMap(replica -> reason(replica, now).stream())
                        .findFirst();
        };
    }

    private static boolean isFresh(ReplicatorStatus status, Instant now) {
        return Duration.between(status.startedAt(), now).compareTo(STARTING_LIMIT) < 0;
    }

    private static Optional<String> reason(ReplicaStatus replica, Instant now) {
        if (replica.isStopped()) {
            return Optional.of("replica " + replica.name() + " is stopped: " + replica.error());
        }
        Duration lag = Lag.of(replica, now);
        if (lag.compareTo(LAG_LIMIT) <= 0) {
            return Optional.empty();
        }
        String why = replica.error().isEmpty() ? "" : ": " + replica.error();
        return Optional.of("replica " + replica.name() + " is " + lag.toSeconds() + " s behind" + why);
    }
}
