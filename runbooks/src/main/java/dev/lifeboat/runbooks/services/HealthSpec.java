package dev.lifeboat.runbooks.services;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// How the configuration says that an application is well again (product.md 4, `health`).
public sealed interface HealthSpec {
    /// For how long an answer is waited for, all attempts together.
    Duration timeout();

    record Url(URI url, int expectedStatus, Duration timeout) implements HealthSpec {}

    /// Well is exit status 0.
    record Command(List<String> arguments, Duration timeout) implements HealthSpec {
        public Command {
            arguments = List.copyOf(arguments);
        }
    }
}
