package dev.lifeboat.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        return settings.told(findings.warnings(), findings.notes());
    }

    private Settings settings(Path file, Section top, Findings findings) {
        Path stateDirectory = top.text("state-dir").map(this::path).orElse(standardStateDirectory);
        LoggingSettings logging =
                LoggingSettings.read(top.section("logging"), environment.getOrDefault("LOG_LEVEL", ""));
        ReplicaDefaults defaults = ReplicaDefaults.read(top);
        ReplicaReader.STORE_KEYS.forEach(top::withoutEffect);
        ReplicaReader.SECRET_KEYS.forEach(top::withoutEffect);
        DatabaseReader reader = new DatabaseReader(this::path, defaults, findings);
        List<DatabaseSettings> databases = new ArrayList<>();
        List<DirectorySettings> directories = new ArrayList<>();
        for (Section section : top.sections("dbs")) {
            reader.read(section).ifPresent(entry -> {
                switch (entry) {
                    case DatabaseReader.Entry.One(DatabaseSettings database) -> databases.add(database);
                    case DatabaseReader.Entry.Many(DirectorySettings directory) -> directories.add(directory);
                }
            });
        }
        String environmentWord = top.text("environment").orElse("");
        RunSettings run = RunSettings.read(top);
        withoutEffect(top);
        top.finish();
        return new Settings(
                Optional.of(file),
                environmentWord,
                stateDirectory,
                logging,
                run,
                distinct(databases, findings),
                directories,
                List.of(),
                List.of());
    }

    private static void withoutEffect(Section top) {
        top.withoutEffect("notify", "heartbeat-url", "heartbeat-interval", "mcp-addr");
        top.withoutEffectBecause("each database has a control socket of its own beside it", "socket");
        top.withoutEffectBecause("what is left is sent without pauses", "shutdown-sync-interval");
        top.withoutEffectBecause("only a restore proves a backup", "validation", "validation-interval");
        top.withoutEffectBecause(
                "it is about the layout of Litestream 0.5; Lifeboat writes that of 0.3",
                "levels",
                "l0-retention",
                "l0-retention-check-interval",
                "verify-compaction");
    }

    private static List<DatabaseSettings> distinct(List<DatabaseSettings> databases, Findings findings) {
        Set<Path> paths = new HashSet<>();
        for (DatabaseSettings database : databases) {
            if (!paths.add(database.path())) {
                findings.error(Place.START, "database " + database.path() + " is configured twice");
            }
        }
        return Settings.named(databases);
    }

    private Path path(String text) {
        String plain = text.replaceFirst("^sqlite3?://", "");
        if (plain.equals("~")) {
            return home;
        }
        Path path = plain.startsWith("~/") ? home.resolve(plain.substring(2)) : workingDirectory.resolve(plain);
        return path.normalize();
    }
}
