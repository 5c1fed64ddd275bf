package dev.lifeboat.engine.store;

import java.io.IOException;

/// The object is another one than it was when reading began. Its beginning and this end do not belong together.
public final class ReplacedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ReplacedException(String message) {
        super(message);
    }
}
