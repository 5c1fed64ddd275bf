package dev.lifeboat.app.config;

/// A value that no message, log or `toString` shows (SE-1).
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
