package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.time.Instant;
import java.util.Optional;

/// What somebody asks for. `generation` narrows the search; without it the whole replica is meant.
/// The rules are in docs/decisions/restore-targets.md.
public sealed interface RestoreTarget {
    /// The newest state.
    record Latest(Optional<GenerationId> generation) implements RestoreTarget {}

    /// The newest state that was stored at or before `time`.
    record AtTime(Instant time, Optional<GenerationId> generation) implements RestoreTarget {}

    /// The end of WAL `index`, all of it included; without a generation that of the newest one.
    record UpToIndex(int index, Optional<GenerationId> generation) implements RestoreTarget {}

    /// Exactly this commit.
    record AtPoint(Position position) implements RestoreTarget {}

    static RestoreTarget latest() {
        return new Latest(Optional.empty());
    }
}
