package dev.lifeboat.engine.replicate.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a replicator can be asked.
public enum ControlRequest {
    STATUS,
    SYNC,
    RELEASE,
    REOPEN;

    /// The name on the wire.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ControlRequest> parse(String id) {
        return Arrays.stream(values())
                .filter(request -> request.id().equals(id))
                .findFirst();
    }
}
