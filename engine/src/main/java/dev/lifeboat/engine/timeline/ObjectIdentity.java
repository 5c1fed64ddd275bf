package dev.lifeboat.engine.timeline;

import java.time.Instant;

/// What tells an object from another one under the same key, as far as a listing shows it. Objects of a replica are
/// written once: another size or time means other bytes.
public record ObjectIdentity(String key, long sizeBytes, Instant storedAt) {}
