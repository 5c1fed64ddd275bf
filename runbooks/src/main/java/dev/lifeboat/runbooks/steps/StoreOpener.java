package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.store.ObjectStore;

/// Opens the store behind a replica's URL. A URL holds no keys: whoever opens it finds them.
@FunctionalInterface
public interface StoreOpener {
    ObjectStore open(String url);
}
