package dev.lifeboat.engine.replicate.control;

import dev.lifeboat.engine.Problem;

/// Answers requests. Called by a thread of the server, never one that touches a database; it may wait.
@FunctionalInterface
public interface ControlHandler {
    Answer handle(ControlRequest request);

    sealed interface Answer {
        record Done(ReplicatorStatus status) implements Answer {}

        record Failed(Problem problem) implements Answer {}
    }
}
