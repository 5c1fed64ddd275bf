package dev.lifeboat.app.config;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One database of the configuration. `path` is absolute; `name` is unique in its file. `restoreIfMissing`:
/// a file that is not there is restored before it is replicated.
public record DatabaseSettings(
        String name,
        Path path,
        Duration monitorInterval,
        CheckpointSettings checkpoints,
        boolean restoreIfMissing,
        List<ReplicaSettings> replicas,
        List<ServiceSpec> services,
        Optional<HealthSpec> health,
        Optional<String> owner,
        Optional<String> mode,
        List<UserCheck> checks) {
    /// How often a database is looked at.
    static final Duration MONITOR_INTERVAL = Duration.ofSeconds(1);

    public DatabaseSettings {
        replicas = ReplicaSettings.named(replicas);
        services = List.copyOf(services);
        checks = List.copyOf(checks);
    }

    /// A database of which only the path and its replicas are known.
    public static DatabaseSettings of(Path path, List<ReplicaSettings> replicas) {
        return new DatabaseSettings(
                defaultName(path),
                path,
                MONITOR_INTERVAL,
                CheckpointSettings.STANDARD,
                false,
                replicas,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /// The replica of this name, all where no name is given.
    public List<ReplicaSettings> replicas(Optional<String> wanted) {
        List<ReplicaSettings> found = replicas.stream()
                .filter(replica -> wanted.isEmpty() || replica.name().equals(wanted.get()))
                .toList();
        if (found.isEmpty()) {
            throw new ProblemException(wanted.map(name -> Problem.of(
                            ProblemCode.USAGE, "replica \"" + name + "\" not found for database \"" + path + "\""))
                    .orElseGet(() -> Problem.of(ProblemCode.USAGE, "no replica is configured for " + path)));
        }
        return found;
    }

    DatabaseSettings withName(String other) {
        return new DatabaseSettings(
                other,
                path,
                monitorInterval,
                checkpoints,
                restoreIfMissing,
                replicas,
                services,
                health,
                owner,
                mode,
                checks);
    }

    DatabaseSettings withSyncInterval(Duration pace) {
        return new DatabaseSettings(
                name,
                path,
                monitorInterval,
                checkpoints,
                restoreIfMissing,
                replicas.stream().map(replica -> replica.withSyncInterval(pace)).toList(),
                services,
                health,
                owner,
                mode,
                checks);
    }

    /// The same for another file, named after it.
    DatabaseSettings at(Path file, List<ReplicaSettings> others) {
        return new DatabaseSettings(
                defaultName(file),
                file,
                monitorInterval,
                checkpoints,
                restoreIfMissing,
                others,
                services,
                health,
                owner,
                mode,
                checks);
    }

    public DatabaseSpec spec(String environment) {
        List<String> urls = replicas.stream().map(ReplicaSettings::url).toList();
        return new DatabaseSpec(name, path, urls, services, health, owner, mode, checks, environment);
    }

    /// The name that a database has without one in the configuration: its file name without the last ending.
    public static String defaultName(Path path) {
        Path fileName = path.getFileName();
        String name = fileName == null ? path.toString() : fileName.toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
