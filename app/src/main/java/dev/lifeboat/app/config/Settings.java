package dev.lifeboat.app.config;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a configuration says once it is read, defaults filled in. Without any file it is empty and everything
/// still works on the paths and URLs of the command line.
///
/// `warnings` are about the file and are told with every command; `notes` name what is right but has no
/// effect in this build, told by the commands they concern.
public record Settings(
        Optional<Path> file,
        String environment,
        Path stateDirectory,
        LoggingSettings logging,
        List<DatabaseSettings> databases,
        List<String> warnings,
        List<String> notes) {
    public Settings {
        databases = List.copyOf(databases);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    public static Settings none(Path stateDirectory) {
        return new Settings(
                Optional.empty(), "", stateDirectory, LoggingSettings.standard(), List.of(), List.of(), List.of());
    }

    public Settings withDatabases(List<DatabaseSettings> others) {
        return new Settings(file, environment, stateDirectory, logging, others, warnings, notes);
    }

    /// The database with this name or path; a relative path is taken from `workingDirectory`.
    public Optional<DatabaseSettings> find(String nameOrPath, Path workingDirectory) {
        Path path = workingDirectory.resolve(nameOrPath).normalize();
        return databases.stream()
                .filter(database -> database.path().equals(path))
                .findFirst()
                .or(() -> databases.stream()
                        .filter(database -> database.name().equals(nameOrPath))
                        .findFirst());
    }

    public DatabaseSettings database(String nameOrPath, Path workingDirectory) {
        return find(nameOrPath, workingDirectory)
                .orElseThrow(() -> new ProblemException(notConfigured(nameOrPath, workingDirectory)));
    }

    private Problem notConfigured(String nameOrPath, Path workingDirectory) {
        Problem problem = Problem.of(
                ProblemCode.USAGE,
                "database not found in config: "
                        + workingDirectory.resolve(nameOrPath).normalize());
        if (file.isEmpty()) {
            return problem.withDetail("there is no configuration; searched $LIFEBOAT_CONFIG, $LITESTREAM_CONFIG,")
                    .withDetail("/etc/lifeboat.yml and /etc/litestream.yml")
                    .withNext("give --config FILE, or the URL of a replica instead of the database");
        }
        String names =
                String.join(", ", databases.stream().map(DatabaseSettings::name).toList());
        return problem.withDetail(file.get() + " has " + (names.isEmpty() ? "no databases" : names));
    }
}
