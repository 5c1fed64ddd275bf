package dev.lifeboat.engine.store;

import java.io.IOException;

/// The store could not be used at all, and trying again does not help. The message names the store and never a secret.
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What kind of refusal it was; each leads to another first sentence and another next step.
    public enum Kind {
        UNREACHABLE,
        DENIED,
        ROOT_MISSING
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
