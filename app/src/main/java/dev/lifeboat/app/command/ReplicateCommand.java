package dev.lifeboat.app.command;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.DirectorySettings;
import dev.lifeboat.app.config.LoggingSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.expose.Exposer;
import dev.lifeboat.app.replicate.ReplicateRun;
import dev.lifeboat.app.replicate.ShellWords;
import dev.lifeboat.app.replicate.Signals;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Replication;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat replicate`.
@Command(
        name = "replicate",
        description = "Copies the changes of databases to their replicas, until TERM, INT or HUP.",
        footer = {
            "%nWithout DB the databases of the configuration are replicated. The log goes to standard error.",
            "The exit status says whether everything was acknowledged; with -exec it is the command's, unless that is 0."
        })
final class ReplicateCommand extends Verb {
    @Parameters(arity = "0..*", paramLabel = "DB URL", description = "One database and where to copy it.")
    List<String> databaseAndUrls = List.of();

    @Option(
            names = "--exec",
            paramLabel = "CMD",
            description = "Run this command once the databases are open, and end with it. Signals are sent on to it.")
    @Nullable
    String exec;

    @Option(names = "--once", description = "Send everything that is committed now, and end.")
    boolean once;

    @Option(
            names = "--restore-if-db-not-exists",
            description = "Restore a database whose file is missing first, where its replica has one.")
    boolean restoreIfMissing;

    @Option(names = "--sync-interval", paramLabel = "DURATION", description = "How often changes are copied; 1s.")
    @Nullable
    String syncInterval;

    @Option(names = "--immediate", description = "Copy changes as soon as they are committed; a sync interval of 0.")
    boolean immediate;

    @Option(
            names = "--take-over",
            description = "Write to a replica whose last writer was somebody else, who has ended for good.")
    boolean takeOver;

    @Option(names = "--addr", paramLabel = "[HOST]:PORT", description = "Answer /metrics, /healthz and /status there.")
    @Nullable
    String address;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "debug, info, warn or error; info.")
    @Nullable
    String logLevel;

    @Option(
            names = {"--force-snapshot", "--enforce-retention"},
            hidden = true)
    boolean later;

    ReplicateCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        refuseWhatMakesNoSense();
        Signals signals = Signals.install();
        Settings settings = paced(databaseAndUrls.isEmpty() ? configured() : onCommandLine());
        refuseEncryption(settings);
        SharedPlaces.refuse(settings.databases());
        Optional<List<String>> command = Optional.ofNullable(exec)
                .or(settings.run()::exec)
                .filter(line -> !once)
                .map(ShellWords::split);
        Logging.to(console().err(), logging(settings));
        int restored = new BootRestore(around, console()).restore(settings, restoreIfMissing);
        if (restored != 0) {
            return restored;
        }
        Replication replication = parts.replication(console(), settings.run(), takeOver);
        ReplicateRun run = new ReplicateRun(settings, replication, signals);
        if (once) {
            return run.once();
        }
        Optional<String> where = Optional.ofNullable(address).or(settings.run()::address);
        if (where.isEmpty()) {
            return run.run(command);
        }
        try (Exposer _ = Exposer.start(where.get(), parts.pages(replication::statuses))) {
            return run.run(command);
        }
    }

    /// Ignoring a key that promises encryption would write the backup in the clear (SE-4).
    private static void refuseEncryption(Settings settings) {
        Stream.concat(
                        settings.databases().stream(),
                        settings.directories().stream().map(DirectorySettings::every))
                .flatMap(database -> database.replicas().stream())
                .filter(replica ->
                        replica.age().encrypts() || !replica.age().identities().isEmpty())
                .findFirst()
                .ifPresent(replica -> {
                    throw new ProblemException(Problem.of(
                                    ProblemCode.CONFIGURATION,
                                    "replica " + replica.name() + " has age: this build restores what is encrypted"
                                            + " and writes nothing encrypted")
                            .withSafe("nothing was written in the clear"));
                });
    }

    private void refuseWhatMakesNoSense() {
        if (once && exec != null) {
            throw usage("-once excludes -exec");
        }
        if (later) {
            throw usage("-force-snapshot and -enforce-retention are not in this build: Lifeboat takes a snapshot when"
                    + " one is due and deletes behind a verified one only");
        }
        if (immediate && syncInterval != null) {
            throw usage("--immediate excludes --sync-interval");
        }
    }

    private Settings configured() {
        Settings settings = around.written(console());
        settings.notes().forEach(console().problems()::warning);
        if (settings.databases().isEmpty() && settings.directories().isEmpty()) {
            throw usage("no databases to replicate: none given and none configured");
        }
        settings.databases().forEach(database -> database.replicas(Optional.empty()));
        // A database may appear at night: what is wrong with its place is told now.
        settings.directories().stream()
                .flatMap(directory -> directory.every().replicas(Optional.empty()).stream())
                .forEach(replica -> StoreUrl.parse(replica.url()));
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

    /// What the command line says about the pace wins over the file.
    private Settings paced(Settings settings) {
        Optional<Duration> pace = immediate
                ? Optional.of(Duration.ZERO)
                : Optional.ofNullable(syncInterval).map(text -> Durations.notNegative("--sync-interval", text));
        return pace.map(settings::withSyncInterval).orElse(settings);
    }

    private LoggingSettings logging(Settings settings) {
        if (logLevel == null) {
            return settings.logging();
        }
        return LoggingSettings.Level.of(logLevel)
                .map(settings.logging()::withLevel)
                .orElseThrow(() -> usage("--log-level takes debug, info, warn or error, not '" + logLevel + "'"));
    }

    private static ProblemException usage(String message) {
        return new ProblemException(Problem.of(ProblemCode.USAGE, message));
    }
}
