package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Position;

/// How a format names the objects of a place: for messages about one that is missing.
public interface KeyNames {
    /// The segment that begins at `start`.
    String segment(Position start);

    /// The snapshot of the WAL index of `start`.
    String snapshot(Position start);
}
