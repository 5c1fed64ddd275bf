package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.RestorePoint;
import java.util.List;

/// A restore point and what happened there, the most serious first.
public record Moment(RestorePoint point, List<PointEvent> events) {
    public Moment {
        events = List.copyOf(events);
    }
}
