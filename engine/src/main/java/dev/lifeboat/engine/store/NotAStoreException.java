package dev.lifeboat.engine.store;

import java.io.IOException;

/// Nobody answers at the address of the store, or somebody who does not speak its language. It may pass: a server
/// that is restarted does not listen, and a proxy in front of it says so in HTML. Where the store was never heard
/// before it is more likely that the address is wrong.
public final class NotAStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotAStoreException(String message) {
        super(message);
    }

    public NotAStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
