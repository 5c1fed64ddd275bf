package dev.lifeboat.engine.replicate;

import java.nio.file.Path;
import org.slf4j.MDC;

/// Says in every line of the log that a thread writes meanwhile which database it is about.
public final class LoggedDatabase {
    /// The field of the log.
    public static final String FIELD = "db";

    private LoggedDatabase() {}

    static MDC.MDCCloseable of(Path database) {
        return MDC.putCloseable(FIELD, database.toString());
    }

    /// The same for work that is done by a thread of many databases.
    static Runnable during(Path database, Runnable work) {
        return () -> {
            try (MDC.MDCCloseable _ = of(database)) {
                work.run();
            }
        };
    }
}
