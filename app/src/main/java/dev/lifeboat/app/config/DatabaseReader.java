package dev.lifeboat.app.config;

import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.ServiceSpec;
import dev.lifeboat.runbooks.ServiceSpec.Docker.Match;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads one entry of `dbs`.
final class DatabaseReader {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(30);
    private static final int HTTP_OK = 200;
    private static final String[] LATER_SERVICES = {"compose", "systemd", "kubernetes", "dokku", "kamal"};

    private final Function<String, Path> toPath;
    private final ReplicaDefaults defaults;
    private final Findings findings;

    DatabaseReader(Function<String, Path> toPath, ReplicaDefaults defaults, Findings findings) {
        this.toPath = toPath;
        this.defaults = defaults;
        this.findings = findings;
    }

    /// What an entry names: one file, or the files of a directory.
    sealed interface Entry {
        record One(DatabaseSettings database) implements Entry {}

        record Many(DirectorySettings directory) implements Entry {}
    }

    /// Nothing where the entry has neither path nor directory; that is a finding.
    Optional<Entry> read(Section section) {
        Optional<Path> path = section.text("path").map(toPath);
        Optional<Path> directory = section.text("dir").map(toPath);
        if (path.isPresent() && directory.isPresent()) {
            section.error("dir", "an entry has either 'path' or 'dir', not both");
        } else if (path.isEmpty() && directory.isEmpty()) {
            findings.error(section.place(), "'path' is missing");
        }
        Optional<String> name = section.text("name");
        if (name.isPresent() && directory.isPresent()) {
            section.error("name", "'name' belongs to one database; with 'dir' each is named after its file");
        }
        Entry entry = directory
                .<Entry>map(place -> new Entry.Many(directory(section, place, database(section, place, name))))
                .orElseGet(() -> new Entry.One(database(section, path.orElse(Path.of("/")), name)));
        refuseWhatNeedsADirectory(section, directory.isPresent());
        withoutEffect(section);
        section.finish();
        return path.isEmpty() && directory.isEmpty() ? Optional.empty() : Optional.of(entry);
    }

    private DatabaseSettings database(Section section, Path file, Optional<String> name) {
        List<ReplicaSettings> replicas = replicas(section);
        List<ServiceSpec> services = section.sections("services").stream()
                .flatMap(each -> service(each).stream())
                .toList();
        Optional<String> mode = section.text("mode");
        mode.filter(text -> !text.matches("0?[0-7]{3}"))
                .ifPresent(text -> section.error("mode", "'mode' must be octal such as 0640, not '" + text + "'"));
        return new DatabaseSettings(
                name.orElseGet(() -> DatabaseSettings.defaultName(file)),
                file,
                monitorInterval(section),
                CheckpointSettings.read(section),
                section.flag("restore-if-db-not-exists", false),
                replicas,
                services,
                section.section("health").flatMap(this::health),
                section.text("owner"),
                mode,
                new UserCheckReader(findings).read(section.sections("checks")));
    }

    // Litestream stops capturing at 0, and says nothing.
    private static Duration monitorInterval(Section section) {
        Duration interval = section.duration("monitor-interval", DatabaseSettings.MONITOR_INTERVAL);
        if (interval.isNegative() || interval.isZero()) {
            section.warning(
                    "monitor-interval",
                    "'monitor-interval' of 0 would switch replication off; "
                            + DatabaseSettings.MONITOR_INTERVAL.toSeconds() + "s is used");
            return DatabaseSettings.MONITOR_INTERVAL;
        }
        return interval;
    }

    private DirectorySettings directory(Section section, Path directory, DatabaseSettings every) {
        Optional<String> pattern = section.text("pattern");
        if (pattern.isEmpty()) {
            findings.error(section.placeOf("dir"), "'pattern' is missing, such as '*.db'");
        }
        pattern.filter(text -> text.contains("/"))
                .ifPresent(text -> section.error("pattern", "'pattern' is for names of files and has no '/'"));
        return new DirectorySettings(
                directory, pattern.orElse("*"), section.flag("recursive", false), section.flag("watch", true), every);
    }

    private static void refuseWhatNeedsADirectory(Section section, boolean hasDirectory) {
        for (String key : List.of("pattern", "recursive", "watch", "meta-dir")) {
            if (section.has(key) && !hasDirectory) {
                section.error(key, "'" + key + "' belongs to 'dir'");
            }
        }
        if (hasDirectory && section.flag("restore-if-db-not-exists", false)) {
            section.error("restore-if-db-not-exists", "'restore-if-db-not-exists' belongs to 'path'");
        }
    }

    private static void withoutEffect(Section section) {
        section.withoutEffectBecause(
                "Lifeboat's own files lie beside the database, where another Lifeboat finds the lock",
                "meta-path",
                "meta-dir");
        section.withoutEffect("max-sync-wal-bytes", "replicator", "migrations", "on-loss", "backups");
    }

    private List<ReplicaSettings> replicas(Section section) {
        ReplicaReader reader = new ReplicaReader(toPath, defaults.with(section), findings);
        List<Section> sections = new ArrayList<>(section.sections("replicas"));
        section.section("replica").ifPresent(single -> {
            if (!sections.isEmpty()) {
                section.error("replica", "both 'replica' and 'replicas' are given");
            }
            sections.add(single);
        });
        return sections.stream().flatMap(each -> reader.read(each).stream()).toList();
    }

    private Optional<ServiceSpec> service(Section section) {
        Optional<ServiceSpec> service = docker(section).or(() -> command(section));
        boolean later = false;
        for (String key : LATER_SERVICES) {
            if (section.has(key)) {
                later = true;
                section.error(key, "service '" + key + "' is not in this build, which has docker and command");
            }
        }
        section.finish();
        if (service.isEmpty() && !later) {
            findings.error(section.place(), "a service needs 'docker' or 'command'");
        }
        return service;
    }

    private Optional<ServiceSpec> docker(Section section) {
        if (section.isScalar("docker")) {
            return section.text("docker").map(name -> new ServiceSpec.Docker(Match.EXACT_NAME, name));
        }
        return section.section("docker").flatMap(match -> {
            Optional<ServiceSpec> found = match.text("name-contains")
                    .<ServiceSpec>map(part -> new ServiceSpec.Docker(Match.NAME_CONTAINS, part))
                    .or(() -> match.text("label").map(label -> new ServiceSpec.Docker(Match.LABEL, label)))
                    .or(() -> match.text("name").map(name -> new ServiceSpec.Docker(Match.EXACT_NAME, name)));
            match.finish();
            if (found.isEmpty()) {
                findings.error(match.place(), "'docker' needs a name, 'name-contains' or 'label'");
            }
            return found;
        });
    }

    private Optional<ServiceSpec> command(Section section) {
        return section.section("command").flatMap(commands -> {
            List<String> stop = commands.texts("stop");
            List<String> start = commands.texts("start");
            List<String> status = commands.texts("status");
            Optional<String> name = commands.text("name");
            commands.finish();
            if (stop.isEmpty() || start.isEmpty()) {
                findings.error(
                        commands.place(), "'command' needs 'stop' and 'start', each a list: [program, argument]");
                return Optional.empty();
            }
            return Optional.of(name.map(each -> new ServiceSpec.Command(each, stop, start, status))
                    .orElseGet(() -> new ServiceSpec.Command(stop, start, status)));
        });
    }

    private Optional<HealthSpec> health(Section section) {
        Optional<String> url = section.text("url");
        List<String> command = section.has("command") ? section.texts("command") : List.of();
        int expect = section.number("expect").orElse(HTTP_OK);
        Duration timeout = section.duration("timeout", HEALTH_TIMEOUT);
        section.finish();
        url.filter(text -> !text.matches("https?://.*"))
                .ifPresent(text -> section.error("url", "'url' must begin with http:// or https://"));
        if (url.isEmpty() == command.isEmpty()) {
            findings.error(section.place(), "'health' needs either 'url' or 'command'");
            return Optional.empty();
        }
        return Optional.of(url.<HealthSpec>map(text -> new HealthSpec.Url(text, expect, timeout))
                .orElseGet(() -> new HealthSpec.Command(command, timeout)));
    }
}
