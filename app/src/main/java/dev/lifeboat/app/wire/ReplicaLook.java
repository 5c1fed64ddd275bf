package dev.lifeboat.app.wire;

import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a replica was seen to hold, or why it could not be seen.
record ReplicaLook(String url, Optional<History> history, String problem) {
    static ReplicaLook of(History history) {
        return new ReplicaLook(history.location(), Optional.of(history), "");
    }

    static ReplicaLook failed(String url, String problem) {
        return new ReplicaLook(url, Optional.empty(), problem);
    }

    boolean holdsNothing() {
        return history.map(seen -> seen.generations().isEmpty() && seen.other().isEmpty())
                .orElse(false);
    }

    Optional<RestorePoint> newest() {
        return history.map(History::points).filter(points -> !points.isEmpty()).map(List::getLast);
    }

    Optional<RestorePoint> oldest() {
        return history.map(History::points).filter(points -> !points.isEmpty()).map(List::getFirst);
    }

    Optional<Instant> newestSnapshot() {
        return generations().stream()
                .flatMap(generation -> generation.snapshots().stream())
                .map(Snapshot::storedAt)
                .max(Comparator.naturalOrder());
    }

    /// Where the newest generation is broken. Old ones may well be: they end where they end.
    Optional<Gap> gap() {
        Optional<Generation> newest = generations().stream().max(Comparator.comparing(Generation::updated));
        return history.stream()
                .flatMap(seen -> seen.gaps().stream())
                .filter(gap -> newest.filter(each -> each.id().equals(gap.at().generation()))
                        .isPresent())
                .findFirst();
    }

    private List<Generation> generations() {
        return history.map(History::generations).orElse(List.of());
    }
}
