package dev.lifeboat.runbooks;

import dev.lifeboat.engine.proof.UserCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The patient and all that a run needs to know about it, frozen into the plan: the worker reads no configuration.
///
/// `path` is absolute. `replicas` are URLs in the order of preference. `owner` (`user:group`) and `mode` (octal) are
/// set only where the operator wants something else than what is found. `checks` are the operator's
/// own part of the proof. `environment` is the banner's word.
public record DatabaseSpec(
        String name,
        Path path,
        List<String> replicas,
        List<ServiceSpec> services,
        Optional<HealthSpec> health,
        Optional<String> owner,
        Optional<String> mode,
        List<UserCheck> checks,
        String environment) {
    public DatabaseSpec {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("path of " + name + " is not absolute: " + path);
        }
        replicas = List.copyOf(replicas);
        services = List.copyOf(services);
        checks = List.copyOf(checks);
    }

    /// A database of which only the path and its replicas are known.
    public static DatabaseSpec of(String name, Path path, List<String> replicas) {
        return new DatabaseSpec(
                name, path, replicas, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "");
    }
}
