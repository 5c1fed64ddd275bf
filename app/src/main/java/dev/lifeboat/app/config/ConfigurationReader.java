package dev.lifeboat.app.config;

import dev.lifeboat.app.config.LoggingSettings.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Turns the text of a configuration into [Settings]: our own keys (product.md 4), all of Litestream 0.3 and
/// 0.5.
///
/// What this build does not use is known all the same, so that a file written for Litestream gives no false
/// alarm.
public final class ConfigurationReader {
    private final Map<String, String> environment;
    private final Path home;
    private final Path workingDirectory;
    private final Path standardStateDirectory;

    public ConfigurationReader(
            Map<String, String> environment, Path home, Path workingDirectory, Path standardStateDirectory) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.workingDirectory = workingDirectory;
        this.standardStateDirectory = standardStateDirectory;
    }

    /// Everything wrong with the file is one [dev.lifeboat.engine.ProblemException] that lists it by line and
    /// column.
    public Settings read(Path file, Dialect dialect, String text, boolean expand) {
        String raw = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Expansion expansion =
                expand ? Expansion.of(raw, environment, ProcessHandle.current().pid()) : Expansion.none(raw);
        Findings findings = new Findings(file);
        expansion.unset().forEach(unset -> findings.warning(unset.place(), "variable " + unset.name() + " is not set"));
        Settings settings = settings(file, new Source(dialect, expansion, findings).top(), findings);
        findings.failIfWrong();
        return new Settings(
                Optional.of(file),
                settings.environment(),
                settings.stateDirectory(),
                settings.logging(),
                settings.databases(),
                findings.warnings(),
                findings.notes());
    }

    private Settings settings(Path file, Section top, Findings findings) {
        Path stateDirectory = top.text("state-dir").map(this::path).orElse(standardStateDirectory);
        LoggingSettings logging = top.section("logging").map(this::logging).orElse(LoggingSettings.standard());
        ReplicaDefaults defaults = ReplicaDefaults.read(top);
        DatabaseReader reader = new DatabaseReader(this::path, defaults, findings);
        List<DatabaseSettings> databases = new ArrayList<>();
        for (Section section : top.sections("dbs")) {
            reader.read(section).ifPresent(databases::add);
        }
        String environmentWord = top.text("environment").orElse("");
        top.withoutEffect(
                "notify",
                "addr",
                "exec",
                "mcp-addr",
                "socket",
                "levels",
                "validation",
                "l0-retention",
                "l0-retention-check-interval",
                "verify-compaction",
                "retention",
                "heartbeat-url",
                "heartbeat-interval",
                "shutdown-sync-timeout",
                "shutdown-sync-interval");
        top.finish();
        return new Settings(
                Optional.of(file),
                environmentWord,
                stateDirectory,
                logging,
                uniquelyNamed(databases, findings),
                List.of(),
                List.of());
    }

    private LoggingSettings logging(Section section) {
        Level level = section.text("level").map(word -> level(section, word)).orElse(Level.INFO);
        boolean json = section.text("type").filter("json"::equals).isPresent();
        boolean toStderr = section.flag("stderr", false);
        section.withoutEffect("source");
        section.finish();
        return new LoggingSettings(level, json, toStderr);
    }

    private static Level level(Section section, String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "trace", "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARN;
            case "error" -> Level.ERROR;
            default -> {
                section.error("level", "'level' must be debug, info, warn or error, not '" + word + "'");
                yield Level.INFO;
            }
        };
    }

    private static List<DatabaseSettings> uniquelyNamed(List<DatabaseSettings> databases, Findings findings) {
        Set<String> taken = new HashSet<>();
        Set<Path> paths = new HashSet<>();
        List<DatabaseSettings> named = new ArrayList<>();
        for (DatabaseSettings database : databases) {
            if (!paths.add(database.path())) {
                findings.error(Place.START, "database " + database.path() + " is configured twice");
            }
            String name = Stream.concat(Stream.of(database.name()), otherNames(database))
                    .filter(taken::add)
                    .findFirst()
                    .orElseThrow();
            named.add(database.withName(name));
        }
        return named;
    }

    // Two files of the same name in two directories are common (`data.db`): the directory then tells them apart.
    private static Stream<String> otherNames(DatabaseSettings database) {
        Path directory = database.path().getParent();
        Path last = directory == null ? null : directory.getFileName();
        String longer = last == null ? database.name() : last + "-" + database.name();
        return Stream.concat(Stream.of(longer), IntStream.iterate(2, i -> i + 1).mapToObj(i -> longer + "-" + i));
    }

    private Path path(String text) {
        String plain = text.replaceFirst("^sqlite3?://", "");
        if (plain.equals("~")) {
            return home;
        }
        Path path = plain.startsWith("~/") ? home.resolve(plain.substring(2)) : workingDirectory.resolve(plain);
        return path.normalize();
    }

    /// What the top of the file says for all replicas.
    record ReplicaDefaults(Optional<Duration> snapshotInterval, Optional<Duration> retention) {
        static ReplicaDefaults read(Section top) {
            Optional<Section> snapshot = top.section("snapshot");
            Optional<Duration> interval = snapshot.flatMap(section -> section.duration("interval"));
            Optional<Duration> retention = snapshot.flatMap(section -> section.duration("retention"));
            snapshot.ifPresent(Section::finish);
            ReplicaReader.STORE_KEYS.forEach(top::withoutEffect);
            ReplicaReader.SECRET_KEYS.forEach(top::withoutEffect);
            top.withoutEffect("sync-interval", "snapshot-interval", "validation-interval");
            return new ReplicaDefaults(interval, retention);
        }
    }
}
