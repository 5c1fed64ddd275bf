package dev.lifeboat.app.config;

import java.time.Duration;
import java.util.Optional;

/// What concerns the process that replicates rather than one database. `shutdownTimeout` is how long the
/// stores may take for what is left at the end; 0 is one try.
public record RunSettings(Optional<String> address, Optional<String> exec, Duration shutdownTimeout) {
    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    public static RunSettings standard() {
        return new RunSettings(Optional.empty(), Optional.empty(), SHUTDOWN_TIMEOUT);
    }

    static RunSettings read(Section top) {
        Duration timeout = top.duration("shutdown-sync-timeout", SHUTDOWN_TIMEOUT);
        if (timeout.isNegative()) {
            top.error("shutdown-sync-timeout", "'shutdown-sync-timeout' must not be less than 0");
        }
        return new RunSettings(top.text("addr"), top.text("exec"), timeout);
    }
}
