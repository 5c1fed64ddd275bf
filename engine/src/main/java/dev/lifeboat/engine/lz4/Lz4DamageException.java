package dev.lifeboat.engine.lz4;

import java.io.IOException;

/// The bytes are not one whole LZ4 frame. The message completes the sentence "object …: it is …" or "… its …".
public final class Lz4DamageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public Lz4DamageException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
