package dev.lifeboat.engine;

/// A value that no message, log or `toString` shows (SE-1).
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
