package dev.lifeboat.app.config;

import java.util.Locale;
import java.util.Optional;

/// How `replicate` logs: from which level on, and in which form. Where to is no choice: results go to standard
/// output and everything else to standard error.
public record LoggingSettings(Level level, boolean json) {
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR;

        /// By Litestream's words, in any case.
        public static Optional<Level> of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "trace", "debug" -> Optional.of(DEBUG);
                case "info" -> Optional.of(INFO);
                case "warn", "warning" -> Optional.of(WARN);
                case "error" -> Optional.of(ERROR);
                default -> Optional.empty();
            };
        }
    }

    public static LoggingSettings standard() {
        return new LoggingSettings(Level.INFO, false);
    }

    public LoggingSettings withLevel(Level other) {
        return new LoggingSettings(other, json);
    }

    /// `environmentLevel` is the value of `LOG_LEVEL`, which wins over the file as it does in Litestream 0.5.
    static LoggingSettings read(Optional<Section> logging, String environmentLevel) {
        LoggingSettings said = logging.map(LoggingSettings::read).orElse(standard());
        return Level.of(environmentLevel).map(said::withLevel).orElse(said);
    }

    private static LoggingSettings read(Section section) {
        Level level = section.text("level")
                .map(word -> Level.of(word).orElseGet(() -> {
                    section.error("level", "'level' must be debug, info, warn or error, not '" + word + "'");
                    return Level.INFO;
                }))
                .orElse(Level.INFO);
        String type = section.text("type").orElse("text").toLowerCase(Locale.ROOT);
        boolean json = switch (type) {
            case "json" -> true;
            case "text", "pretty" -> false;
            default -> {
                section.error("type", "'type' must be text or json, not '" + type + "'");
                yield false;
            }
        };
        if (!section.flag("stderr", true)) {
            section.withoutEffectBecause("the log always goes to standard error", "stderr");
        }
        section.withoutEffect("source");
        section.finish();
        return new LoggingSettings(level, json);
    }
}
