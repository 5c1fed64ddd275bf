package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.store.ObjectStore;

/// One place that a database is copied to. The name is the configuration's; the store stays open and is the caller's to
/// close.
public record Replica(String name, ObjectStore store) {}
