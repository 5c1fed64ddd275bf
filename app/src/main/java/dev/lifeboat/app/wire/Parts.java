package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.ConfigurationFiles;
import dev.lifeboat.app.config.ConfigurationReader;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.DirectorySettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.RunSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.expose.Pages;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.replicate.DirectoryScan;
import dev.lifeboat.app.tui.Databases;
import dev.lifeboat.app.tui.Points;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.diagnose.Diagnostician;
import dev.lifeboat.engine.fileset.OwnershipChange;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.age.AgeStore;
import dev.lifeboat.engine.store.age.Identities;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.engine.store.retry.Backoff;
import dev.lifeboat.engine.store.retry.Circuit;
import dev.lifeboat.engine.store.retry.Pauses;
import dev.lifeboat.engine.store.retry.RetryingStore;
import dev.lifeboat.engine.store.s3.AccessKeys;
import dev.lifeboat.engine.store.s3.S3Probe;
import dev.lifeboat.engine.store.s3.S3Stores;
import dev.lifeboat.engine.timeline.MemoryFiles;
import dev.lifeboat.engine.timeline.TimelineReader;
import dev.lifeboat.engine.verify.Auditor;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The real parts, built on demand and handed to commands and screens.
public final class Parts {
    /// A store that does not answer for this long is said to be unreachable, and an init container ends.
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);

    /// A person who mistyped an endpoint is told at once: two or three attempts.
    private static final Duration UNHEARD_PATIENCE = Duration.ofSeconds(2);

    /// The label of what a replicator wants a person to know, among the details of a database.
    public static final String NOTICE = "notice";

    private final Surroundings surroundings;
    private final S3Stores buckets;

    private Parts(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.buckets = new S3Stores(surroundings.environment(), surroundings.clock());
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

    /// The store of a replica, for somebody who waits: what fails for a moment is tried again. The caller closes it.
    public ObjectStore store(ReplicaSettings replica) {
        return store(replica, UNHEARD_PATIENCE);
    }

    /// The same for the start of a host or of a pod, where the network may come up later than we do.
    public ObjectStore patientStore(ReplicaSettings replica) {
        return store(replica, STORE_PATIENCE);
    }

    private ObjectStore store(ReplicaSettings replica, Duration unheard) {
        RandomGenerator random = new SecureRandom();
        ObjectStore patient = new RetryingStore(
                bare(replica.url(), replica.keys()),
                Backoff.STANDARD,
                new RetryingStore.Patience(STORE_PATIENCE, unheard),
                new Circuit(surroundings.clock(), random),
                surroundings.clock(),
                random,
                Pauses.sleeping());
        return new AgeStore(patient, Identities.of(replica.age().identities()));
    }

    private ObjectStore bare(String url, Optional<AccessKeys> keys) {
        return bare(StoreUrl.parse(url), keys);
    }

    private ObjectStore bare(StoreUrl url, Optional<AccessKeys> keys) {
        return switch (url) {
            case StoreUrl.FileUrl(Path root) -> new FileObjectStore(root);
            case StoreUrl.S3Url bucket -> buckets.open(bucket, keys);
        };
    }

    /// Says why a replica with these keys shows no backup. It is not waited for: an answer now is what helps.
    public Diagnostician diagnostician(Optional<AccessKeys> keys) {
        return new Diagnostician(
                new Diagnostician.Stores() {
                    @Override
                    public ObjectStore open(StoreUrl url) {
                        return bare(url, keys);
                    }

                    @Override
                    public S3Probe probe(StoreUrl.S3Url url) {
                        return buckets.probe(url, keys);
                    }
                },
                surroundings.clock());
    }

    /// The store that a plan names. A plan holds no keys: those of the replica with this URL in the configuration that
    /// is found without `-config`, or else the environment's.
    private ObjectStore planned(String url) {
        return patientStore(configured(url).orElseGet(() -> ReplicaSettings.ofUrl(url)));
    }

    private Optional<ReplicaSettings> configured(String url) {
        return withWhatIsThere(settings(Optional.empty(), true)).databases().stream()
                .flatMap(database -> database.replicas().stream())
                .filter(replica -> replica.url().equals(url))
                .findFirst();
    }

    /// The replicators of one process, with stores that live as long as it does. `takeOver`: a replica whose writer
    /// was somebody else becomes ours (OB-2).
    public Replication replication(Console console, RunSettings run, boolean takeOver) {
        ReplicatorParts replicators = new ReplicatorParts(
                replica -> bare(replica.url(), replica.keys()), run, takeOver, surroundings.clock());
        return new Replication(replicators::replicator, console);
    }

    /// What is told of these replicators over HTTP.
    public Pages pages(Supplier<List<ReplicatorStatus>> statuses) {
        return new Pages(statuses, version().text(), surroundings.clock());
    }

    /// What is in a store, seen as history. The store stays the caller's to close.
    public Backup backup(ObjectStore store) {
        return new ReplicaBackup(store);
    }

    /// Tells what happened in a replica; what it learns is remembered in the state directory.
    public TimelineReader timeline(Path stateDirectory, Backup backup) {
        return new TimelineReader(backup, new MemoryFiles(stateDirectory.resolve("points")));
    }

    /// Audits what is in a store, which stays the caller's to close.
    public Auditor auditor(ObjectStore store) {
        return new Auditor(store, backup(store));
    }

    public Restorer restorer(Backup backup) {
        return new Restorer(backup);
    }

    /// One whose output gets the owner and mode that the configuration wants.
    public Restorer restorer(Backup backup, OwnershipChange owner) {
        return new Restorer(backup, owner);
    }

    /// The person behind this process.
    public Actor actor() {
        return Actor.of(surroundings.environment(), System.getProperty("user.name", ""));
    }

    /// What the dashboard shows of these databases. Looks only.
    public Databases databases(Settings settings, List<DatabaseSettings> databases) {
        Clock clock = surroundings.clock();
        return new LiveDatabases(this, databases, runs(settings), new SoundnessLook(clock), clock);
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
        return new RunParts(ownExecutable(), this::planned, surroundings.clock());
    }
}
