package dev.lifeboat.app.command;

import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.PlanOutcome.NoPath;
import dev.lifeboat.engine.backup.PlanOutcome.Planned;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.store.ObjectStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One replica that a database may be restored from, with what it answered. Whoever has it closes its store.
record Candidate(ReplicaSettings replica, ObjectStore store, Backup backup, History history, PlanOutcome outcome) {
    /// Equal times keep the order of the configuration, as Litestream does: max takes the last of equals.
    static Optional<Candidate> newest(List<Candidate> candidates) {
        return candidates.reversed().stream()
                .filter(candidate -> candidate.planned().isPresent())
                .max(Comparator.comparing(candidate ->
                        candidate.planned().orElseThrow().plan().point().time()));
    }

    /// Where none leads to the target: one that holds what was asked for, the one with the newest point before it; of
    /// equals the first.
    static Candidate closest(List<Candidate> candidates, Asked asked) {
        return candidates.reversed().stream()
                .max(Comparator.comparing((Candidate each) -> AskedFormat.isHeld(asked, each.history()))
                        .thenComparing(each -> each.before().isPresent())
                        .thenComparing(each -> each.before().orElse(Instant.EPOCH)))
                .orElseThrow();
    }

    Optional<Planned> planned() {
        return outcome instanceof Planned planned ? Optional.of(planned) : Optional.empty();
    }

    private Optional<Instant> before() {
        return outcome instanceof NoPath none ? none.nearest().before().map(RestorePoint::time) : Optional.empty();
    }

    boolean holdsNothing() {
        return history.isEmpty();
    }
}
