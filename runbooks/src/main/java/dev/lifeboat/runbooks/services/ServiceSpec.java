package dev.lifeboat.runbooks.services;

import java.util.List;

/// A service as the configuration names it (product.md 4, `services`).
public sealed interface ServiceSpec {
    /// The name for screens and reports.
    String label();

    record Docker(ContainerChoice container) implements ServiceSpec {
        @Override
        public String label() {
            return "docker " + container;
        }
    }

    /// Argument lists. `status` ends 0 while the service runs, 1 or 3 while it does not; empty where there is no such
    /// command.
    record Command(List<String> stop, List<String> start, List<String> status) implements ServiceSpec {
        public Command {
            stop = List.copyOf(stop);
            start = List.copyOf(start);
            status = List.copyOf(status);
            if (stop.isEmpty() || start.isEmpty()) {
                throw new IllegalArgumentException("a command service needs a stop and a start command");
            }
        }

        @Override
        public String label() {
            return "command " + stop.getFirst();
        }
    }
}
