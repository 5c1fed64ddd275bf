package dev.lifeboat.runbooks;

import dev.lifeboat.engine.PointId;
import java.time.Instant;

/// The moment a run is asked to go back to.
public sealed interface PointChoice {
    /// The newest point that the replica holds.
    record Newest() implements PointChoice {}

    /// The newest point at or before a moment.
    record AtOrBefore(Instant time) implements PointChoice {}

    /// Exactly this point.
    record At(PointId place) implements PointChoice {}
}
