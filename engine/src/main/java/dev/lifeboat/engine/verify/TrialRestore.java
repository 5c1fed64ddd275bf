package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.proof.Proof;

/// What came of restoring the newest state into scratch.
public sealed interface TrialRestore {
    record Done(RestorePoint point, long bytes, String sha256, Proof proof) implements TrialRestore {}

    record Refused(Problem problem) implements TrialRestore {}
}
