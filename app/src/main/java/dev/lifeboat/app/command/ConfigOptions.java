package dev.lifeboat.app.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration is read, and how.
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; else $LIFEBOAT_CONFIG, $LITESTREAM_CONFIG, /etc/lifeboat.yml,"
                    + " /etc/litestream.yml.")
    @Nullable
    String file;

    @Option(names = "--no-expand-env", description = "Leave $NAME and $${NAME} in the configuration as they are.")
    boolean noExpand;

    Optional<String> file() {
        return Optional.ofNullable(file);
    }

    boolean expand() {
        return !noExpand;
    }
}
