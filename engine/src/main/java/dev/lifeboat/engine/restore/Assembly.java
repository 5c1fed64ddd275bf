package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import java.util.Optional;

/// What came of putting a database together.
sealed interface Assembly {
    /// The file stands at the commit `exact`; the snapshot's place where no commit followed it.
    record Complete(RestorePoint exact, PageSize pageSize) implements Assembly {}

    /// Something is not as its name says; `learned` is the history with that knowledge.
    record Broken(History learned) implements Assembly {}

    /// No commit ends where the plan says to stop: the closest ones around it, in the same index.
    record NotACommit(Optional<Position> before, Optional<Position> after) implements Assembly {}

    /// The snapshot already holds pages of transactions behind the target (pitfalls P5 and P6).
    record SnapshotAhead() implements Assembly {}
}
