package dev.lifeboat.app.config;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a configuration says once it is read, defaults filled in. Without any file it is empty and everything
/// still works on the paths and URLs of the command line.
///
/// `directories` hold databases that are not known in advance; what was found there joins `databases` when the
/// file is used. `warnings` are about the file and are told with every command; `notes` name what is right but has no
/// effect in this build, told by the commands they concern.
public record Settings(
        Optional<Path> file,
        String environment,
        Path stateDirectory,
        LoggingSettings logging,
        RunSettings run,
        List<DatabaseSettings> databases,
        List<DirectorySettings> directories,
        List<String> warnings,
        List<String> notes) {
    public Settings {
        databases = List.copyOf(databases);
        directories = List.copyOf(directories);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    public static Settings none(Path stateDirectory) {
        return new Settings(
                Optional.empty(),
                "",
                stateDirectory,
                LoggingSettings.standard(),
                RunSettings.standard(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    Settings told(List<String> allWarnings, List<String> allNotes) {
        return new Settings(
                file, environment, stateDirectory, logging, run, databases, directories, allWarnings, allNotes);
    }

    public Settings withDatabases(List<DatabaseSettings> others) {
        return new Settings(
                file, environment, stateDirectory, logging, run, named(others), directories, warnings, notes);
    }

    /// The same pace for all replicas; 0 sends a commit as soon as it is captured.
    public Settings withSyncInterval(Duration pace) {
        return new Settings(
                file,
                environment,
                stateDirectory,
                logging,
                run,
                databases.stream()
                        .map(database -> database.withSyncInterval(pace))
                        .toList(),
                directories.stream()
                        .map(directory -> directory.withSyncInterval(pace))
                        .toList(),
                warnings,
                notes);
    }

    /// Names are unique. Two files of the same name in two directories are common (`data.db`): the directory then
    /// tells them apart.
    static List<DatabaseSettings> named(List<DatabaseSettings> databases) {
        Set<String> taken = new HashSet<>();
        List<DatabaseSettings> named = new ArrayList<>();
        for (DatabaseSettings database : databases) {
            String name = Stream.concat(Stream.of(database.name()), otherNames(database))
                    .filter(taken::add)
                    .findFirst()
                    .orElseThrow();
            named.add(database.withName(name));
        }
        return named;
    }

    private static Stream<String> otherNames(DatabaseSettings database) {
        Path directory = database.path().getParent();
        Path last = directory == null ? null : directory.getFileName();
        String longer = last == null ? database.name() : last + "-" + database.name();
        return Stream.concat(Stream.of(longer), IntStream.iterate(2, i -> i + 1).mapToObj(i -> longer + "-" + i));
    }

    /// The database with this name or path; a relative path is taken from `workingDirectory`. A path below a `dir`
    /// is one of its databases also where there is no file, or not any more.
    public Optional<DatabaseSettings> find(String nameOrPath, Path workingDirectory) {
        Path path = workingDirectory.resolve(nameOrPath).normalize();
        return databases.stream()
                .filter(database -> database.path().equals(path))
                .findFirst()
                .or(() -> databases.stream()
                        .filter(database -> database.name().equals(nameOrPath))
                        .findFirst())
                .or(() -> directories.stream()
                        .filter(directory -> directory.covered().test(path))
                        .findFirst()
                        .map(directory -> directory.of(path)));
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
