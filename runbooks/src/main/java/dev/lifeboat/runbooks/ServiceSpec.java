package dev.lifeboat.runbooks;

import java.util.List;

/// A service that writes the database, as the configuration names it (product.md 4). Services are stopped in the
/// order of the list and started in reverse.
public sealed interface ServiceSpec {
    /// A container that `match` finds; more or less than one is refused with the list.
    record Docker(Match match, String value) implements ServiceSpec {
        public enum Match {
            EXACT_NAME,
            NAME_CONTAINS,
            LABEL
        }
    }

    /// Three argument lists, run without a shell; `status` ends 0 while the service runs.
    record Command(List<String> stop, List<String> start, List<String> status) implements ServiceSpec {
        public Command {
            if (stop.isEmpty() || start.isEmpty()) {
                throw new IllegalArgumentException("a service by commands needs stop and start: " + stop + start);
            }
            stop = List.copyOf(stop);
            start = List.copyOf(start);
            status = List.copyOf(status);
        }
    }
}
