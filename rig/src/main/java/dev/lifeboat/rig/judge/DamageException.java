package dev.lifeboat.rig.judge;

import java.io.IOException;

/// What lies in the store, or was restored from it, is not what was promised.
public final class DamageException extends IOException {
    private static final long serialVersionUID = 1;

    public DamageException(String message) {
        super(message);
    }
}
