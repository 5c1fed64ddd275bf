package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When `-once` is over. What is committed meanwhile is not waited for: beside a busy application that would never end.
final class Once {
    private final Map<Path, Position> goals = new HashMap<>();

    /// Whether what was captured when it was first seen has arrived everywhere. A new generation is a new goal.
    boolean isDone(ReplicatorStatus status) {
        if (status.state() != State.REPLICATING || status.captured().isEmpty()) {
            return false;
        }
        Position captured = status.captured().get();
        Position goal = goals.merge(
                status.database(),
                captured,
                (before, now) -> before.generation().equals(now.generation()) ? before : now);
        return status.replicas().stream().allMatch(replica -> hasReached(replica, goal));
    }

    private static boolean hasReached(ReplicaStatus replica, Position goal) {
        return replica.acknowledged()
                .filter(at -> at.generation().equals(goal.generation()) && at.compareTo(goal) >= 0)
                .isPresent();
    }

    /// Why it will not come to that.
    static Optional<Problem> problem(ReplicatorStatus status) {
        return switch (status.state()) {
            case WAITING, INCIDENT, RELEASED ->
                Optional.of(Problem.of(
                        ProblemCode.FAILED, "not replicating " + status.database() + ": " + status.reason()));
            case REPLICATING ->
                status.replicas().stream()
                        .filter(replica -> !replica.error().isEmpty())
                        .map(Once::problem)
                        .findFirst();
            case STARTING, STALLED, STOPPED -> Optional.empty();
        };
    }

    private static Problem problem(ReplicaStatus replica) {
        ProblemCode code = replica.isStopped() ? ProblemCode.UNSAFE : ProblemCode.STORE_UNREACHABLE;
        return Problem.of(code, "replica " + replica.name() + " does not have everything: " + replica.error())
                .withSafe("the database was not changed");
    }
}
