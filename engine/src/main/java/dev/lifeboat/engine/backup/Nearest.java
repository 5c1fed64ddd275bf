package dev.lifeboat.engine.backup;

import java.util.Optional;

/// The closest points on both sides of what was asked for that can be had instead.
public record Nearest(Optional<RestorePoint> before, Optional<RestorePoint> after) {
    public static final Nearest NONE = new Nearest(Optional.empty(), Optional.empty());
}
