package dev.lifeboat.app.tui;

import dev.lifeboat.engine.PointId;
import java.time.Instant;
import java.util.List;

/// The restore points of one database. Called on a virtual thread; read-only; throws
/// [dev.lifeboat.engine.ProblemException] with the reason where the replica cannot be read.
@FunctionalInterface
public interface Points {
    PointList list(String database);

    /// `replica` is where they come from, as `file:///backups/app`; newest point first.
    record PointList(String replica, String format, List<Point> newestFirst) {
        public PointList {
            newestFirst = List.copyOf(newestFirst);
        }
    }

    /// One moment that can be restored. `sizeBytes` is the stored size of the object that ends here.
    record Point(PointId place, Instant time, Kind kind, long sizeBytes) {
        public enum Kind {
            SNAPSHOT,
            CHANGES
        }
    }
}
