package dev.lifeboat.engine.store;

import java.io.IOException;

/// The bytes of an object are there and are not what they claim to be: reading them again gives the same. `reason`
/// completes the sentence "KEY: …".
public final class UnreadableObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public UnreadableObjectException(String key, String reason, Throwable cause) {
        super(key + ": " + reason, cause);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
