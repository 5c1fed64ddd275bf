package dev.lifeboat.app.output;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happened at the points of one history.
public final class PointEvents {
    private final Set<PointId> behindGaps = new HashSet<>();

    public PointEvents(History history) {
        history.gaps().forEach(gap -> firstBehind(history, gap).ifPresent(behindGaps::add));
    }

    public List<String> at(RestorePoint point) {
        List<String> events = new ArrayList<>();
        if (point.kind() == RestorePoint.Kind.SNAPSHOT) {
            events.add("snapshot");
        }
        if (behindGaps.contains(point.place())) {
            events.add("gap");
        }
        return events;
    }

    // A gap has no point of its own: it is told at the first one that stands behind it.
    private static Optional<PointId> firstBehind(History history, Gap gap) {
        return history.points().stream()
                .map(RestorePoint::place)
                .filter(place -> place.isOnLineOf(gap.at()) && PointId.ORDER.compare(place, gap.at()) > 0)
                .min(PointId.ORDER);
    }
}
