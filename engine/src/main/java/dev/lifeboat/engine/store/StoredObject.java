package dev.lifeboat.engine.store;

import java.time.Instant;

/// An object as a listing shows it. `storedAt` is the storage's time: the moment of the upload, not of the commit
/// inside, unless the store keeps commit times instead (see [ObjectMetadata]). `entityTag` changes whenever the object
/// does; it is the store's, quotes included, and empty where it has none.
public record StoredObject(String key, long sizeBytes, Instant storedAt, String entityTag) {
    public StoredObject {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("size of " + key + " is negative: " + sizeBytes);
        }
    }
}
