package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.retry.Circuit;

/// One place that a database is copied to. The name is the configuration's; the store stays open and is the
/// caller's to close. The circuit belongs to whatever fails as a whole: one for all replicas at the same
/// endpoint.
public record Destination(String name, ObjectStore store, Circuit circuit, LaneSettings settings) {}
