package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The restore points of a replica in a window of time, oldest first, and what happened at each. `history` is what the
/// listing said, with the true ends and times of the objects that were read.
public record Timeline(History history, List<Moment> moments) {
    public Timeline {
        moments = List.copyOf(moments);
    }

    /// Pure: `facts` by key are what was learned of the objects of `history`.
    static Timeline of(History history, Map<String, Facts> facts, Window window) {
        List<RestorePoint> points = history.points();
        Map<PointId, List<PointEvent>> events = new HashMap<>(Breaks.of(history, points));
        for (Generation generation : history.generations()) {
            add(events, GenerationWalk.of(generation, facts));
        }
        add(events, LtxWalk.of(history.ltx(), facts));
        List<Moment> moments = new ArrayList<>();
        for (RestorePoint point : points) {
            if (window.contains(point.time())) {
                List<PointEvent> here = new ArrayList<>(events.getOrDefault(point.place(), List.of()));
                if (point.kind() == RestorePoint.Kind.SNAPSHOT) {
                    here.add(new PointEvent.Snapshot());
                }
                moments.add(new Moment(point, here));
            }
        }
        return new Timeline(history, moments);
    }

    private static void add(Map<PointId, List<PointEvent>> events, Map<PointId, List<PointEvent>> more) {
        more.forEach((place, each) ->
                events.computeIfAbsent(place, _ -> new ArrayList<>()).addAll(each));
    }
}
