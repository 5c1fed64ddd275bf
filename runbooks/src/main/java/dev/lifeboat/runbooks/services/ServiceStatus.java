package dev.lifeboat.runbooks.services;

/// Whether a service runs.
public sealed interface ServiceStatus {
    record Running(String detail) implements ServiceStatus {}

    record Stopped(String detail) implements ServiceStatus {}

    /// It could not be found out, or what was found is neither. Never to be taken for stopped.
    record Unclear(String reason) implements ServiceStatus {}
}
