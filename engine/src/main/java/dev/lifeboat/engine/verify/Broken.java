package dev.lifeboat.engine.verify;

/// An object that is not as it should be: `reason` completes the sentence "KEY: …". `missing` tells one that is absent
/// from one that is there and bad.
public record Broken(String key, String reason, boolean missing) {}
