package dev.lifeboat.engine.ltx;

import java.io.IOException;

/// The bytes are not one whole LTX file. The reason completes the sentence "KEY: …".
public final class LtxDamageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public LtxDamageException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
