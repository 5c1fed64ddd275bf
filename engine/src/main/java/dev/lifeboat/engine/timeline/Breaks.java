package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Gaps have no points of their own: each is told at the first point behind it, or at the last one before it where
/// nothing follows. The points that it takes away are those from there on that nothing else leads to.
final class Breaks {
    private final TreeSet<PointId> places = new TreeSet<>(PointId.ORDER);
    private final TreeSet<PointId> reachable = new TreeSet<>(PointId.ORDER);
    private final Set<String> snapshots;
    private final Map<PointId, List<PointEvent>> events = new HashMap<>();

    private Breaks(History history, List<RestorePoint> points, Set<PointId> unreachable) {
        points.forEach(point -> places.add(point.place()));
        reachable.addAll(places);
        reachable.removeAll(unreachable);
        snapshots = history.generations().stream()
                .flatMap(each -> each.snapshots().stream())
                .map(Snapshot::key)
                .collect(Collectors.toSet());
    }

    static Map<PointId, List<PointEvent>> of(History history, List<RestorePoint> points) {
        Map<PointId, Gap> unreachable = history.unreachable();
        Breaks breaks = new Breaks(history, points, unreachable.keySet());
        history.gaps().forEach(breaks::tell);
        unreachable.forEach(breaks::takeAway);
        return breaks.events;
    }

    private void tell(Gap gap) {
        Optional<PointId> behind = onLine(gap, first(gap));
        if (behind.isPresent()) {
            add(behind.get(), new PointEvent.GapBefore(gap, before(gap, behind.get())));
        } else {
            onLine(gap, Optional.ofNullable(places.floor(gap.at())))
                    .ifPresent(place -> add(place, new PointEvent.GapBehind(gap)));
        }
    }

    private void takeAway(PointId place, Gap gap) {
        boolean isTold =
                events.getOrDefault(place, List.of()).stream().anyMatch(PointEvent.GapBefore.class::isInstance);
        if (!isTold) {
            add(place, new PointEvent.Behind(gap, before(gap, place)));
        }
    }

    /// Where somebody can go back to.
    private Optional<PointId> before(Gap gap, PointId place) {
        return onLine(gap, Optional.ofNullable(reachable.lower(place)));
    }

    /// A transaction that is lost, and a snapshot that cannot be used, are themselves what cannot be had; a place in a
    /// WAL is the end of what still can.
    private Optional<PointId> first(Gap gap) {
        boolean isLostItself = gap.at() instanceof Txid || snapshots.contains(gap.key());
        return Optional.ofNullable(isLostItself ? places.ceiling(gap.at()) : places.higher(gap.at()));
    }

    private static Optional<PointId> onLine(Gap gap, Optional<PointId> place) {
        return place.filter(each -> each.isOnLineOf(gap.at()));
    }

    private void add(PointId place, PointEvent event) {
        events.computeIfAbsent(place, _ -> new ArrayList<>()).add(event);
    }
}
