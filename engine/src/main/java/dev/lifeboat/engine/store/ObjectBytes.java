package dev.lifeboat.engine.store;

import java.io.FilterInputStream;
import java.io.InputStream;

/// The bytes of an object that is being read, and which object they are of: `entityTag` is as in a listing, empty
/// where the store has none. With it the reading can go on elsewhere, see [ObjectStore#open(String, long, String)].
public final class ObjectBytes extends FilterInputStream {
    private final String entityTag;

    public ObjectBytes(InputStream in, String entityTag) {
        super(in);
        this.entityTag = entityTag;
    }

    public String entityTag() {
        return entityTag;
    }
}
