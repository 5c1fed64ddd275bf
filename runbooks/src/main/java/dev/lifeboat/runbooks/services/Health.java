package dev.lifeboat.runbooks.services;

/// The answer of a health check, with what was seen.
public sealed interface Health {
    record Well(String detail) implements Health {}

    record Unwell(String detail) implements Health {}
}
