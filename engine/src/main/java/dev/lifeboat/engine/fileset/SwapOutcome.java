package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.Problem;
import java.util.List;

/// What became of a swap or of its undo.
public sealed interface SwapOutcome {
    /// It is finished and verified. `evidence` are lines for the report.
    record Done(List<String> evidence) implements SwapOutcome {
        public Done {
            evidence = List.copyOf(evidence);
        }
    }

    /// It did not happen: the files are what they were before the call.
    record Refused(Problem problem) implements SwapOutcome {}

    /// It ended in the middle. The same call again goes on from `state`; the opposite call goes back.
    record Stopped(SwapState state, Problem problem) implements SwapOutcome {}
}
