package dev.lifeboat.engine.store;

import java.io.IOException;

/// The store answered that it cannot do it now, or in a way that cannot be used: a fault of its own, or too many
/// requests. Another try may help. The message says what it answered, to what, and never a secret.
public final class StoreFaultException extends IOException {
    private static final long serialVersionUID = 1L;

    public StoreFaultException(String message) {
        super(message);
    }

    public StoreFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
