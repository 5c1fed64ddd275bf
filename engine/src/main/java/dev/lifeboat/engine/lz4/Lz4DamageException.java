package dev.lifeboat.engine.lz4;

import java.io.IOException;

/// The bytes are not one whole LZ4 frame. The message completes the sentence "object …: it is …" or "… its …".
public final class Lz4DamageException extends IOException {
    private static final long serialVersionUID = 1L;

    public Lz4DamageException(String message) {
        super(message);
    }
}
