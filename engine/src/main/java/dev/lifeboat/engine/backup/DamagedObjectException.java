package dev.lifeboat.engine.backup;

import java.io.IOException;

/// An object of a backup is not what its format demands. `reason` completes the sentence "KEY: …".
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String reason;

    public DamagedObjectException(String key, String reason) {
        this(key, reason, null);
    }

    public DamagedObjectException(String key, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        super(key + ": " + reason, cause);
        this.key = key;
        this.reason = reason;
    }

    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
