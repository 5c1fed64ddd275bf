package dev.lifeboat.app.wire;

import com.google.gson.JsonObject;
import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.output.SafeText;
import dev.lifeboat.engine.replicate.LoggedDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Sends the log to one writer, a line a fact: `time LEVEL message db=… replica=…`, or JSON with the fields `time`,
/// `level`, `msg`, `db`, `replica` and `error`. Text from outside is made harmless in both (SE-11).
///
/// `db` and `replica` are what the logging thread works on: it says so in the diagnostic context of its log.
public final class Logging {
    private static final String REPLICA = "replica";
    private static final String OWN = "dev.lifeboat";

    private Logging() {}

    /// Keeps its handlers while the process shuts down: the standard one closes them in a shutdown hook of
    /// its own, and then how a replication ended (ST-2) reaches nobody. It is named by
    /// `java.util.logging.manager`.
    public static final class LastingLogManager extends LogManager {
        @Override
        public void reset() {}

        @Override
        public void readConfiguration() throws IOException {
            String properties = "handlers=" + WarningHandler.class.getName() + "\n.level=WARNING\n";
            readConfiguration(new ByteArrayInputStream(properties.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /// What a command is warned of while nobody has said how to log: a line on standard error, as its own warnings.
    public static final class WarningHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                String error = LineHandler.error(entry).map(text -> ": " + text).orElse("");
                System.err.println("warning: " + LineHandler.message(entry) + error);
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }

    /// Called before anything logs.
    public static void keepUntilTheEnd() {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    }

    /// The level is that of our own lines. Libraries warn and do no more: at their lowest level they log each byte that
    /// goes to a store.
    public static void to(PrintWriter writer, LoggingSettings settings) {
        Logger root = Logger.getLogger("");
        removeHandlers(root);
        Logger own = Logger.getLogger(OWN);
        own.setLevel(level(settings.level()));
        root.setLevel(settings.level() == LoggingSettings.Level.ERROR ? Level.SEVERE : Level.WARNING);
        root.addHandler(new LineHandler(writer, settings.json(), own));
    }

    /// Nothing is logged: for commands whose output is all there is to say.
    public static void off() {
        Logger root = Logger.getLogger("");
        removeHandlers(root);
        root.setLevel(Level.OFF);
    }

    private static void removeHandlers(Logger root) {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
            handler.close();
        }
    }

    public static org.slf4j.Logger logger(Class<?> owner) {
        return LoggerFactory.getLogger(owner);
    }

    private static Level level(LoggingSettings.Level level) {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    private static final class LineHandler extends Handler {
        private static final List<String> CONTEXT = List.of(LoggedDatabase.FIELD, REPLICA);

        private final PrintWriter writer;
        private final boolean json;

        /// A logger that nobody holds forgets its level.
        private final Logger own;

        LineHandler(PrintWriter writer, boolean json, Logger own) {
            this.writer = writer;
            this.json = json;
            this.own = own;
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                writer.println(json ? asJson(entry) : asText(entry));
                writer.flush();
            }
        }

        private static String asText(LogRecord entry) {
            StringBuilder line = new StringBuilder();
            line.append(time(entry))
                    .append(' ')
                    .append(word(entry.getLevel()))
                    .append(' ')
                    .append(message(entry));
            error(entry).ifPresent(error -> line.append(": ").append(error));
            for (String key : CONTEXT) {
                context(key)
                        .filter(value -> line.indexOf(value) < 0)
                        .ifPresent(value ->
                                line.append(' ').append(key).append('=').append(value));
            }
            return line.toString();
        }

        private static String asJson(LogRecord entry) {
            JsonObject object = new JsonObject();
            object.addProperty("time", time(entry));
            object.addProperty("level", word(entry.getLevel()));
            object.addProperty("msg", message(entry));
            for (String key : CONTEXT) {
                context(key).ifPresent(value -> object.addProperty(key, value));
            }
            error(entry).ifPresent(error -> object.addProperty("error", error));
            return object.toString();
        }

        private static Optional<String> context(String key) {
            return Optional.ofNullable(MDC.get(key)).map(SafeText::of);
        }

        private static String message(LogRecord entry) {
            return SafeText.of(String.valueOf(entry.getMessage()));
        }

        private static Optional<String> error(LogRecord entry) {
            return Optional.ofNullable(entry.getThrown()).map(thrown -> SafeText.of(thrown.toString()));
        }

        private static String time(LogRecord entry) {
            Instant time = entry.getInstant();
            return time.truncatedTo(ChronoUnit.MILLIS).toString();
        }

        private static String word(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return "WARN";
            }
            return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
        }

        @Override
        public void flush() {
            writer.flush();
        }

        @Override
        public void close() {
            own.setLevel(null);
            writer.flush();
        }
    }
}
