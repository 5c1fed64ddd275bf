package dev.lifeboat.runbooks.run;

import dev.lifeboat.engine.Problem;

/// How taking back a step ended.
public sealed interface UndoOutcome {
    record Undone(String text) implements UndoOutcome {}

    record Failed(Problem problem) implements UndoOutcome {}
}
