package dev.lifeboat.runbooks;

import java.time.Duration;
import java.util.List;

/// How one learns that the application works again. `timeout` bounds all attempts together.
public sealed interface HealthSpec {
    Duration timeout();

    /// A GET of an http or https address that must answer `expect`.
    record Url(String url, int expect, Duration timeout) implements HealthSpec {}

    /// A command that must end with 0.
    record Command(List<String> command, Duration timeout) implements HealthSpec {
        public Command {
            command = List.copyOf(command);
        }
    }
}
