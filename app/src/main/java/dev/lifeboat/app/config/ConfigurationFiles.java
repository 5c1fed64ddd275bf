package dev.lifeboat.app.config;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the configuration: `--config`, `$LIFEBOAT_CONFIG`, `$LITESTREAM_CONFIG`, `/etc/lifeboat.yml`,
/// `/etc/litestream.yml`. What is named must exist; what is only looked for may be absent.
public final class ConfigurationFiles {
    private static final List<String> STANDARD = List.of("etc/lifeboat.yml", "etc/litestream.yml");

    private final Path root;
    private final Map<String, String> environment;
    private final Path home;
    private final Path workingDirectory;

    /// `root` is `/`, and a directory of its own in tests.
    public ConfigurationFiles(Path root, Map<String, String> environment, Path home, Path workingDirectory) {
        this.root = root;
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.workingDirectory = workingDirectory;
    }

    /// A file that was found, with whose rules it is read.
    public record Found(Path file, Dialect dialect) {
        public String text() {
            try {
                return Files.readString(file);
            } catch (CharacterCodingException e) {
                throw new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "not UTF-8 text: " + file), e);
            } catch (IOException e) {
                throw new ProblemException(
                        Problem.of(
                                ProblemCode.CONFIGURATION,
                                "cannot read " + file + ": " + e.getClass().getSimpleName()),
                        e);
            }
        }
    }

    public Optional<Found> find(Optional<String> asked) {
        if (asked.isPresent()) {
            return Optional.of(named(asked.get(), Optional.empty()));
        }
        String ours = environment.getOrDefault("LIFEBOAT_CONFIG", "");
        if (!ours.isEmpty()) {
            return Optional.of(named(ours, Optional.empty()));
        }
        String litestream = environment.getOrDefault("LITESTREAM_CONFIG", "");
        if (!litestream.isEmpty()) {
            return Optional.of(named(litestream, Optional.of(Dialect.LITESTREAM)));
        }
        return STANDARD.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new Found(file, Dialect.of(file)));
    }

    private Found named(String text, Optional<Dialect> dialect) {
        Path file = text.startsWith("~/") ? home.resolve(text.substring(2)) : workingDirectory.resolve(text);
        if (!Files.exists(file)) {
            throw new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "config file not found: " + file));
        }
        return new Found(file.normalize(), dialect.orElseGet(() -> Dialect.of(file)));
    }
}
