package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.ConfigurationFiles;
import dev.lifeboat.app.config.ConfigurationReader;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.DirectorySettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.expose.Pages;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.replicate.DirectoryScan;
import dev.lifeboat.app.tui.Databases;
import dev.lifeboat.app.tui.Points;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.proof.LiveLook;
import dev.lifeboat.engine.replicate.Replica;
import dev.lifeboat.engine.replicate.Replicator;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Runs;
import dev.lifeboat.runbooks.worker.WorkerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The real parts, built on demand and handed to commands and screens.
public final class Parts {
    /// The label of what a replicator wants a person to know, among the details of a database.
    public static final String NOTICE = "notice";

    /// How often a database is looked at whose commits are to be sent as soon as they are there.
    private static final Duration IMMEDIATE_TICK = Duration.ofMillis(20);

    private final Surroundings surroundings;

    private Parts(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static Parts real(Surroundings surroundings) {
        return new Parts(surroundings);
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Version version() {
        return Version.ofThisBuild();
    }

    public OwnExecutable ownExecutable() {
        return OwnExecutable.of(surroundings.launcher());
    }

    /// The configuration that is asked for or found, or an empty one.
    public Settings settings(Optional<String> asked, boolean expand) {
        ConfigurationFiles files = new ConfigurationFiles(
                Path.of("/"), surroundings.environment(), surroundings.home(), surroundings.workingDirectory());
        ConfigurationReader reader = new ConfigurationReader(
                surroundings.environment(),
                surroundings.home(),
                surroundings.workingDirectory(),
                surroundings.standardStateDirectory());
        return files.find(asked)
                .map(found -> reader.read(found.file(), found.dialect(), found.text(), expand))
                .orElseGet(() -> Settings.none(surroundings.standardStateDirectory()));
    }

    /// The same with what lies in its directories now.
    public Settings withWhatIsThere(Settings settings) {
        Set<Path> known =
                settings.databases().stream().map(DatabaseSettings::path).collect(Collectors.toSet());
        List<DatabaseSettings> all = new ArrayList<>(settings.databases());
        for (DirectorySettings directory : settings.directories()) {
            found(directory).stream().filter(known::add).map(directory::of).forEach(all::add);
        }
        return settings.withDatabases(all);
    }

    private static Set<Path> found(DirectorySettings directory) {
        try {
            return new DirectoryScan(directory).look(Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory.directory(), e);
        }
    }

    /// The store behind a replica's URL; the caller closes it.
    public ObjectStore store(String url) {
        return switch (StoreUrl.parse(url)) {
            case StoreUrl.FileUrl(Path root) -> new FileObjectStore(root);
        };
    }

    /// The replicators of one process, with stores that live as long as it does. `takeOver`: a replica whose writer
    /// was somebody else becomes ours (OB-2).
    public Replication replication(Console console, boolean takeOver) {
        return new Replication(database -> replicator(database, takeOver), console);
    }

    /// What is told of these replicators over HTTP.
    public Pages pages(Supplier<List<ReplicatorStatus>> statuses) {
        return new Pages(statuses, version().text(), surroundings.clock());
    }

    private Replicator replicator(DatabaseSettings database, boolean takeOver) {
        List<Replica> replicas = database.replicas().stream()
                .map(replica -> new Replica(replica.name(), store(replica.url())))
                .toList();
        Duration shortest = database.replicas().stream()
                .map(ReplicaSettings::syncInterval)
                .min(Comparator.naturalOrder())
                .orElse(database.monitorInterval());
        Duration tick = shortest.compareTo(IMMEDIATE_TICK) < 0 ? IMMEDIATE_TICK : shortest;
        return new Replicator(database.path(), replicas, tick, surroundings.clock(), new SecureRandom());
    }

    /// What is in a store, seen as history. The store stays the caller's to close.
    public Backup backup(ObjectStore store) {
        return new GenerationsBackup(store);
    }

    public Restorer restorer(Backup backup) {
        return new Restorer(backup);
    }

    /// The person behind this process.
    public Actor actor() {
        return Actor.of(surroundings.environment(), System.getProperty("user.name", ""));
    }

    /// What the dashboard shows of these databases. Looks only.
    public Databases databases(Settings settings, List<DatabaseSettings> databases) {
        Clock clock = surroundings.clock();
        return new LiveDatabases(this, databases, runs(settings), new SoundnessLook(new LiveLook(), clock), clock);
    }

    public Points points(Settings settings) {
        return new ReplicaPoints(this, settings);
    }

    public Screens screens(Settings settings) {
        return new Screens(this, settings);
    }

    public Runs runs(Settings settings) {
        return runParts().runs(settings);
    }

    public WorkerMain worker() {
        return runParts().worker();
    }

    private RunParts runParts() {
        return new RunParts(ownExecutable(), surroundings.clock());
    }
}
