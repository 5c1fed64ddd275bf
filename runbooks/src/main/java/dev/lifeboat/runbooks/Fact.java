package dev.lifeboat.runbooks;

/// A labelled line, as in `point   13:57:58Z, 22 s before the first fault`. An empty label continues the line above.
public record Fact(String label, String text) {}
