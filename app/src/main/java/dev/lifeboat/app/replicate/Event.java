package dev.lifeboat.app.replicate;

/// What can end a running `replicate` from outside.
sealed interface Event {
    /// A signal arrived: `TERM`, `INT`, `HUP`.
    record Signalled(String name) implements Event {}

    /// The command of `-exec` ended; 128 and the number of the signal where one killed it.
    record ChildEnded(int status) implements Event {}
}
