package dev.lifeboat.engine.store;

import java.time.Instant;

/// An object as a listing shows it. `storedAt` is the storage's time: the moment of the upload, not of the commit
/// inside.
public record StoredObject(String key, long sizeBytes, Instant storedAt) {
    public StoredObject {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("size of " + key + " is negative: " + sizeBytes);
        }
    }
}
