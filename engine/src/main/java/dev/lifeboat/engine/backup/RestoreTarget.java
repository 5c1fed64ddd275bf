package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Txid;
import java.time.Instant;
import java.util.Optional;

/// What somebody asks for. `generation` narrows the search to that one of the 0.3 format; without it the whole
/// replica is meant, whatever formats it holds.
/// The rules are in docs/decisions/restore-targets.md.
public sealed interface RestoreTarget {
    /// The newest state.
    record Latest(Optional<GenerationId> generation) implements RestoreTarget {}

    /// The newest state that was stored at or before `time`.
    record AtTime(Instant time, Optional<GenerationId> generation) implements RestoreTarget {}

    /// The end of WAL `index`, all of it included; without a generation that of the newest one.
    record UpToIndex(int index, Optional<GenerationId> generation) implements RestoreTarget {}

    /// The state that transaction `txid` of the LTX format left, neither an older nor a newer one.
    record UpToTxid(Txid txid) implements RestoreTarget {}

    /// Exactly this commit.
    record AtPoint(PointId place) implements RestoreTarget {}

    static RestoreTarget latest() {
        return new Latest(Optional.empty());
    }
}
