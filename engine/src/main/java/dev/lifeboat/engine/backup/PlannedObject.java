package dev.lifeboat.engine.backup;

/// An object that a plan reads, and its size in the store.
public record PlannedObject(String key, long sizeBytes) {}
