package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import java.util.Optional;

/// When `-once` is over for one database.
final class Once {
    private Once() {}

    /// What was committed at the start has arrived everywhere. What is committed meanwhile may have, too.
    static boolean isDone(ReplicatorStatus status) {
        return switch (status.state()) {
            case REPLICATING -> status.isEverythingAcknowledged();
            case STARTING, WAITING, INCIDENT, RELEASED, STOPPED -> false;
        };
    }

    /// Why it will not come to that.
    static Optional<Problem> problem(ReplicatorStatus status) {
        return switch (status.state()) {
            case WAITING, INCIDENT, RELEASED ->
                Optional.of(Problem.of(ProblemCode.FAILED, "not replicating " + status.database() + ": " + status.reason()));
            case REPLICATING ->
                status.replicas().stream()
                        .filter(replica -> !replica.error().isEmpty())
                        .map(Once::problem)
                        .findFirst();
            case STARTING, STOPPED -> Optional.empty();
        };
    }

    private static Problem problem(ReplicaStatus replica) {
        ProblemCode code = replica.isStopped() ? ProblemCode.UNSAFE : ProblemCode.STORE_UNREACHABLE;
        return Problem.of(code, "replica " + replica.name() + " does not have everything: " + replica.error())
                .withSafe("the database was not changed");
    }
}
