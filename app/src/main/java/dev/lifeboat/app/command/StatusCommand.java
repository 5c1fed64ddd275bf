package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat status`.
@Command(
        name = "status",
        description = "One line for each database: state, lag, last restorable point, last proven restore.",
        footer = "%nEnds with 1 where a database needs somebody. Looks only, and changes nothing.")
final class StatusCommand extends Verb {
    @Parameters(arity = "0..*", paramLabel = "DB", description = "These databases; else all of the configuration.")
    List<String> wanted = List.of();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StatusCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        return new StatusLines(parts, console()).print(settings, databases(settings), json);
    }

    private List<DatabaseSettings> databases(Settings settings) {
        return wanted.isEmpty()
                ? settings.databases()
                : wanted.stream().map(name -> database(settings, name)).toList();
    }

    private DatabaseSettings database(Settings settings, String name) {
        Optional<DatabaseSettings> known =
                settings.find(name, parts.surroundings().workingDirectory());
        Path path = parts.surroundings().resolve(name);
        return known.orElseGet(() -> DatabaseSettings.of(path, replicasOfItsReplicator(path)));
    }

    /// `replicate DB URL` knows them without any configuration.
    private static List<ReplicaSettings> replicasOfItsReplicator(Path path) {
        try {
            Optional<ControlClient> client = ControlClient.open(path);
            return client.isEmpty()
                    ? List.of()
                    : client.get().status().replicas().stream()
                            .map(replica -> ReplicaSettings.ofUrl(replica.location()))
                            .toList();
        } catch (IOException | ProblemException e) {
            return List.of();
        }
    }
}
