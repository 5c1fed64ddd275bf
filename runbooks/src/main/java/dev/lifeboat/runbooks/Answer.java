package dev.lifeboat.runbooks;

/// A person's answer to a numbered question. `typed` is what was typed where a name is asked for, else empty.
public record Answer(int question, String choice, String typed, Actor who) {}
