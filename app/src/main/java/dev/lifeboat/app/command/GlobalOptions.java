package dev.lifeboat.app.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options that every command takes, before or behind its name.
final class GlobalOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; else $$LIFEBOAT_CONFIG, $$LITESTREAM_CONFIG, /etc/lifeboat.yml,"
                    + " /etc/litestream.yml.")
    @Nullable
    String file;

    @Option(
            names = "--no-expand-env",
            scope = ScopeType.INHERIT,
            description = "Leave $$NAME and $${NAME} in the configuration as they are.")
    boolean noExpand;

    @Option(
            names = "--color",
            negatable = true,
            scope = ScopeType.INHERIT,
            description = "Colour on or off; else the terminal decides.")
    @Nullable
    Boolean color;

    Optional<String> file() {
        return Optional.ofNullable(file);
    }

    boolean expand() {
        return !noExpand;
    }

    Optional<Boolean> color() {
        return Optional.ofNullable(color);
    }

    /// What a command that is offered needs besides, to mean the same configuration; begins with a space, or is empty.
    String again() {
        return (file == null ? "" : " --config " + ShellWord.quoted(file)) + (noExpand ? " --no-expand-env" : "");
    }
}
