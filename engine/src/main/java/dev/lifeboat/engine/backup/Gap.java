package dev.lifeboat.engine.backup;

import dev.lifeboat.engine.PointId;

/// A place that no restore may cross: `at` is where the history breaks, `key` the object that is missing or
/// unusable there, `reason` completes the sentence "KEY: …". `missing` tells an absent object from one that is
/// there and bad.
public record Gap(PointId at, String key, String reason, boolean missing) {}
