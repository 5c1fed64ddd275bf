package dev.lifeboat.engine.replicate.upload;

import java.io.IOException;

/// An upload ended between two reads because its end was asked for; no fault of the store.
final class GivenUpException extends IOException {
    private static final long serialVersionUID = 1L;

    GivenUpException() {
        super("given up");
    }
}
