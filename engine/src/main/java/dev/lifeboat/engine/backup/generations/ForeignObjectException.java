package dev.lifeboat.engine.backup.generations;

import java.io.IOException;

/// The store holds something else under a name that was to be written: another writer is at work there (OB-3). Trying
/// again does not help and nothing was changed.
public final class ForeignObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    public ForeignObjectException(String key, String location) {
        super("somebody else has written " + key + " in " + location + ", it was left as it is");
    }
}
