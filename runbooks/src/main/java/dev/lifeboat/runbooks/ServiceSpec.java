package dev.lifeboat.runbooks;

import java.util.List;

/// A service that writes the database, as the configuration names it (product.md 4). Services are stopped in the order
/// of the list and started in reverse.
public sealed interface ServiceSpec {
    /// The name for people: `docker legacy-web`, `command shop`. Never a whole command line.
    String label();

    /// A container that `match` finds; more or less than one is refused with the list. The value for a label is
    /// `key` or `key=value`.
    record Docker(Match match, String value) implements ServiceSpec {
        public enum Match {
            EXACT_NAME,
            NAME_CONTAINS,
            LABEL
        }

        /// What is looked for, without the platform's name.
        public String wanted() {
            return switch (match) {
                case EXACT_NAME -> value;
                case NAME_CONTAINS -> "name-contains " + value;
                case LABEL -> "label " + value;
            };
        }

        @Override
        public String label() {
            return "docker " + wanted();
        }
    }

    /// Three argument lists, run without a shell. `status` ends 0 while the service runs, 1 or 3 while it does
    /// not; it is empty where there is no such command.
    record Command(String name, List<String> stop, List<String> start, List<String> status) implements ServiceSpec {
        public Command {
            if (stop.isEmpty() || start.isEmpty()) {
                throw new IllegalArgumentException("a service by commands needs stop and start: " + stop + start);
            }
            stop = List.copyOf(stop);
            start = List.copyOf(start);
            status = List.copyOf(status);
        }

        /// Called after the program that stops it, where the configuration gives no name.
        public Command(List<String> stop, List<String> start, List<String> status) {
            this(stop.isEmpty() ? "" : stop.getFirst().replaceFirst(".*/", ""), stop, start, status);
        }

        @Override
        public String label() {
            return "command " + name;
        }
    }
}
