package dev.lifeboat.app.tui;

/// Where we are, for the first row of every screen: the environment word (`PRODUCTION`), whether it is painted as a
/// warning, and the name of the host.
public record Surroundings(String environment, boolean production, String host) {}
