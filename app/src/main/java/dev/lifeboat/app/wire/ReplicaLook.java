package dev.lifeboat.app.wire;

import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a replica was seen to hold, and why it holds nothing or could not be seen, where that is known.
record ReplicaLook(String url, Optional<History> history, String problem) {
    static ReplicaLook of(History history, String problem) {
        return new ReplicaLook(history.location(), Optional.of(history), problem);
    }

    static ReplicaLook failed(String url, String problem) {
        return new ReplicaLook(url, Optional.empty(), problem);
    }

    boolean holdsNothing() {
        return history.map(History::isEmpty).orElse(false);
    }

    /// The versions of Litestream whose formats lie there.
    List<String> formats() {
        List<String> formats = new ArrayList<>();
        history.filter(seen -> !seen.generations().isEmpty()).ifPresent(_ -> formats.add("0.3"));
        history.filter(seen -> !seen.ltx().isEmpty()).ifPresent(_ -> formats.add("0.5"));
        return formats;
    }

    Optional<RestorePoint> newest() {
        return history.map(History::points).filter(points -> !points.isEmpty()).map(List::getLast);
    }

    Optional<RestorePoint> oldest() {
        return history.map(History::points).filter(points -> !points.isEmpty()).map(List::getFirst);
    }

    Optional<Instant> newestSnapshot() {
        return history.stream()
                .flatMap(seen -> seen.points().stream())
                .filter(point -> point.kind() == RestorePoint.Kind.SNAPSHOT)
                .map(RestorePoint::time)
                .max(Comparator.naturalOrder());
    }

    /// Where the newest generation, or the LTX history, is broken. Old ones may well be: they end where they end.
    Optional<Gap> gap() {
        Optional<RestorePoint> newest = newest();
        return history.stream()
                .flatMap(seen -> seen.gaps().stream())
                .filter(gap ->
                        newest.filter(each -> each.place().isOnLineOf(gap.at())).isPresent())
                .findFirst();
    }
}
