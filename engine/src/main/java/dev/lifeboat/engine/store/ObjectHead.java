package dev.lifeboat.engine.store;

import java.util.Map;

/// An object without its bytes. `metadata` is what its writer said of it, under the names that it gave.
public record ObjectHead(StoredObject object, Map<String, String> metadata) {
    public ObjectHead {
        metadata = Map.copyOf(metadata);
    }
}
