package dev.lifeboat.app.config;

/// How `replicate` logs: where to, and from which level on.
public record LoggingSettings(Level level, boolean json, boolean toStderr) {
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public static LoggingSettings standard() {
        return new LoggingSettings(Level.INFO, false, false);
    }
}
