package dev.lifeboat.app.config;

import dev.lifeboat.app.config.ConfigurationReader.ReplicaDefaults;
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
    private static final Duration MONITOR_INTERVAL = Duration.ofSeconds(1);
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

    /// Nothing where the entry has no path; that is a finding.
    Optional<DatabaseSettings> read(Section section) {
        Optional<Path> path = section.text("path").map(toPath);
        if (path.isEmpty()) {
            boolean directory = section.has("dir");
            findings.error(
                    directory ? section.placeOf("dir") : section.place(),
                    directory ? "'dir' is not in this build: give each database its own 'path'" : "'path' is missing");
        }
        Optional<String> name = section.text("name");
        Duration monitorInterval = section.duration("monitor-interval", MONITOR_INTERVAL);
        List<ReplicaSettings> replicas = replicas(section);
        List<ServiceSpec> services = section.sections("services").stream()
                .flatMap(each -> service(each).stream())
                .toList();
        Optional<HealthSpec> health = section.section("health").flatMap(this::health);
        Optional<String> owner = section.text("owner");
        Optional<String> mode = section.text("mode");
        mode.filter(text -> !text.matches("0?[0-7]{3}"))
                .ifPresent(text -> section.error("mode", "'mode' must be octal such as 0640, not '" + text + "'"));
        withoutEffect(section);
        section.finish();
        return path.map(file -> new DatabaseSettings(
                name.orElseGet(() -> DatabaseSettings.defaultName(file)),
                file,
                monitorInterval,
                replicas,
                services,
                health,
                owner,
                mode));
    }

    private static void withoutEffect(Section section) {
        section.withoutEffect(
                "dir",
                "pattern",
                "recursive",
                "watch",
                "meta-path",
                "meta-dir",
                "checkpoint-interval",
                "busy-timeout",
                "min-checkpoint-page-count",
                "max-checkpoint-page-count",
                "truncate-page-n",
                "max-sync-wal-bytes",
                "restore-if-db-not-exists",
                "snapshot",
                "replicator",
                "checks",
                "migrations",
                "on-loss",
                "backups");
    }

    private List<ReplicaSettings> replicas(Section section) {
        ReplicaReader reader = new ReplicaReader(toPath, defaults, findings);
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
