package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.Position;

/// How a format names the segment that begins at a position: for messages about one that is missing.
@FunctionalInterface
public interface KeyNames {
    String segment(Position start);
}
