package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Replication;
import dev.lifeboat.app.wire.UntilSignal;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat replicate`.
@Command(
        name = "replicate",
        description = "Copies the changes of databases to their replicas, until TERM or INT.",
        footer = "%nWithout DB the databases of the configuration are replicated.")
final class ReplicateCommand extends Verb {
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(30);

    @Parameters(arity = "0..*", paramLabel = "DB URL", description = "One database and where to copy it.")
    List<String> databaseAndUrls = List.of();

    @Option(names = "--sync-interval", paramLabel = "DURATION", description = "How often changes are copied; 1s.")
    @Nullable
    String syncInterval;

    @Option(names = "--exec", paramLabel = "CMD", hidden = true)
    @Nullable
    String exec;

    @Option(
            names = {"--once", "--force-snapshot", "--enforce-retention", "--restore-if-db-not-exists"},
            hidden = true)
    boolean later;

    ReplicateCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() {
        if (exec != null || later) {
            throw usage("-exec, -once and -restore-if-db-not-exists are not in this build");
        }
        boolean fromConfiguration = databaseAndUrls.isEmpty();
        Settings settings = fromConfiguration ? configured() : onCommandLine();
        LoggingSettings logging = settings.logging();
        boolean toStdout = fromConfiguration && !logging.toStderr();
        Logging.to(toStdout ? console().out() : console().err(), logging);
        Replication replication = parts.replication(settings, interval());
        return UntilSignal.run(() -> replication.run(console()), replication::stop, SHUTDOWN_LIMIT);
    }

    private Settings configured() {
        Settings settings = settings();
        settings.notes().forEach(console().problems()::warning);
        if (settings.databases().isEmpty()) {
            throw usage("no databases to replicate: none given and none configured");
        }
        settings.databases().forEach(database -> database.replicas(Optional.empty()));
        return settings;
    }

    private Settings onCommandLine() {
        if (around.globals().file().isPresent()) {
            throw usage("cannot specify a replica URL and the -config flag");
        }
        if (databaseAndUrls.size() < 2) {
            throw usage("must specify at least one replica URL for " + databaseAndUrls.getFirst());
        }
        Path path = parts.surroundings().resolve(databaseAndUrls.getFirst());
        List<ReplicaSettings> replicas = databaseAndUrls.subList(1, databaseAndUrls.size()).stream()
                .map(ReplicaSettings::ofUrl)
                .toList();
        return Settings.none(parts.surroundings().standardStateDirectory())
                .withDatabases(List.of(DatabaseSettings.of(path, replicas)));
    }

    private Optional<Duration> interval() {
        return Optional.ofNullable(syncInterval).map(text -> Durations.positive("--sync-interval", text));
    }

    private static ProblemException usage(String message) {
        return new ProblemException(Problem.of(ProblemCode.USAGE, message));
    }
}
