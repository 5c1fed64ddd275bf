package dev.lifeboat.app.command;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.diagnose.Asked;
import java.time.Instant;
import java.util.Optional;

/// Which format a choice of the command line belongs to, and whether a replica holds anything of it.
final class AskedFormat {
    private AskedFormat() {}

    static Asked of(RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest(Optional<GenerationId> id) -> generation(id);
            case RestoreTarget.AtTime(Instant _, Optional<GenerationId> id) -> generation(id);
            case RestoreTarget.UpToIndex _ -> Asked.ofGenerations("-index");
            case RestoreTarget.UpToTxid _ -> Asked.ofLtx("-txid");
            case RestoreTarget.AtPoint(PointId place) ->
                place instanceof Txid ? Asked.ofLtx("--point") : Asked.ofGenerations("--point");
        };
    }

    private static Asked generation(Optional<GenerationId> id) {
        return id.isPresent() ? Asked.ofGenerations("-generation") : Asked.ANYTHING;
    }

    static boolean isHeld(Asked asked, History history) {
        return switch (asked.format()) {
            case ANY -> !history.isEmpty();
            case GENERATIONS -> !history.generations().isEmpty();
            case LTX -> !history.ltx().isEmpty();
        };
    }
}
