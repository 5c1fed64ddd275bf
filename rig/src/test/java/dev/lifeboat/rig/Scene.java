package dev.lifeboat.rig;

import dev.lifeboat.rig.app.Ledger;
import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Judge;
import dev.lifeboat.rig.judge.Lag;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.ApplicationProcess;
import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Place;
import dev.lifeboat.rig.process.StoreProcess;
import dev.lifeboat.rig.process.Wait;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One database, its application, its replicator, one replica and the judge. Everything that was started ends with it.
///
/// `data` holds the database and what Lifeboat keeps beside it; ledger, logs and store lie elsewhere below `scratch`.
final class Scene implements Closeable {
    static final String REPLICA = "app";
    static final Duration LIMIT = Duration.ofSeconds(60);

    final Path scratch;
    final Path database;
    final Place place;
    final Lifeboat lifeboat;
    final Judge judge;
    private final List<Closeable> opened = new ArrayList<>();
    private @Nullable ApplicationProcess application;
    private @Nullable Child replicator;
    private boolean isOneRowATransaction;

    private Scene(Path scratch, Path data, Place place) throws IOException {
        this.scratch = scratch;
        this.database = Files.createDirectories(data).resolve("app.db");
        this.place = place;
        this.lifeboat = Lifeboat.packaged(scratch.resolve("lifeboat"), place.environment());
        this.judge = new Judge(lifeboat, scratch.resolve("judge"), Shared.restoreScript());
        opened.add(place);
    }

    /// With the store that `-Dstore=file|s3` names.
    static Scene open(Path scratch) throws Exception {
        return open(scratch, scratch.resolve("data"));
    }

    static Scene open(Path scratch, Path data) throws Exception {
        return Stores.isS3Wanted() ? openS3(scratch, data) : openFile(scratch, data);
    }

    static Scene openFile(Path scratch, Path data) throws IOException {
        return new Scene(scratch, data, new Place.Directory(scratch.resolve("replica")));
    }

    /// With the rig's store, whatever was asked for; skips where the binary has no S3 yet.
    static Scene openS3(Path scratch, Path data) throws Exception {
        Stores.assumeS3(scratch);
        return new Scene(scratch, data, StoreProcess.start(scratch.resolve("store")));
    }

    static Scene openS3(Path scratch) throws Exception {
        return openS3(scratch, scratch.resolve("data"));
    }

    static Scene on(Place place, Path scratch) throws IOException {
        return new Scene(scratch, scratch.resolve("data"), place);
    }

    /// What `lifeboat status` says of the database and its replica.
    Lifeboat.Ended status(String... further) throws Exception {
        Path configuration = lifeboat.configuration(database, url(), List.of(), List.of());
        List<Object> arguments = new ArrayList<>(List.of("status", "-config", configuration));
        arguments.addAll(List.of(further));
        return lifeboat.run(arguments.toArray());
    }

    StoreProcess store() {
        return (StoreProcess) place;
    }

    boolean isS3() {
        return place instanceof StoreProcess;
    }

    Path root() {
        return place.root(REPLICA);
    }

    String url() {
        return place.url(REPLICA);
    }

    ApplicationProcess startApplication(String... options) throws Exception {
        ApplicationProcess started = ApplicationProcess.start(database, scratch.resolve("notes"), options);
        application = keep(started);
        isOneRowATransaction = !List.of(options).contains("--also");
        started.awaitCommits(1);
        return started;
    }

    ApplicationProcess application() {
        if (application == null) {
            throw new IllegalStateException("no application was started");
        }
        return application;
    }

    Child replicator() {
        if (replicator == null) {
            throw new IllegalStateException("no replicator was started");
        }
        return replicator;
    }

    Child startReplicator(String... further) throws IOException {
        return startReplicator(lifeboat, further);
    }

    Child startReplicator(Lifeboat dressed, String... further) throws IOException {
        Child started = keep(dressed.replicate(database, url(), further));
        replicator = started;
        return started;
    }

    Child replicate(Lifeboat dressed, Path configuration) throws IOException {
        Child started = keep(dressed.replicate(configuration));
        replicator = started;
        return started;
    }

    <T extends Closeable> T keep(T what) {
        opened.add(what);
        return what;
    }

    void awaitSnapshot() throws Exception {
        Wait.until(
                LIMIT,
                "a snapshot is in the store\n" + lifeboat.replicateLog(),
                () -> !Generation.list(root()).stream()
                        .allMatch(generation -> generation.snapshots().isEmpty()));
    }

    /// Until the replicator says where it begins, behind the first `logged` characters of its log.
    void awaitWork(int logged) throws Exception {
        Wait.until(
                LIMIT,
                "the replicator is at work\n" + lifeboat.replicateLog(),
                () -> lifeboat.replicateLog().substring(logged).contains("position="));
    }

    /// What `sync --wait` promised: the last commit that the application knew of before it was asked. The replicator
    /// may be starting, so that asking is repeated.
    long sync() throws Exception {
        long before = application().lastCommit();
        Wait.until(
                LIMIT,
                "sync returns\n" + lifeboat.replicateLog(),
                () -> lifeboat.run("sync", "--wait", database).status() == 0);
        return before;
    }

    /// Ends the replicator by TERM. Throws where it says that not everything was acknowledged.
    void drain() throws Exception {
        replicator().signal("TERM");
        int status = replicator().await(LIMIT.plus(LIMIT));
        if (status != 0) {
            throw new AssertionError("replicate ended with " + status + "\n" + lifeboat.replicateLog());
        }
    }

    Verdict judge() throws Exception {
        return judge.judge(root(), url(), database);
    }

    Verdict glance() throws Exception {
        return judge.glance(root(), database);
    }

    /// Ends the application, drains, and judges that nothing at all is missing.
    void finish(Campaign campaign) throws Exception {
        application().stop();
        drain();
        finishDrained(campaign);
    }

    /// The same where the replicator has ended with status 0 already, behind the application's end.
    void finishDrained(Campaign campaign) throws Exception {
        Verdict verdict = judge();
        campaign.add(verdict);
        campaign.lost(
                application().lastCommit() - verdict.restored(), "the ledger has them, the last restore does not");
        applicationSawNothing(campaign);
        if (isOneRowATransaction) {
            measureAge(campaign, verdict.restored());
        }
        campaign.remark("generations " + verdict.generations());
        campaign.remark("segments " + verdict.segments());
    }

    /// How old the oldest unprotected commit became, where each row is one transaction of 4096-byte pages.
    private void measureAge(Campaign campaign, long last) throws IOException {
        Generation newest = newestGeneration().orElseThrow();
        try {
            Lag lag = Lag.of(Ledger.moments(application().ledgerFile()), place.arrivals(REPLICA, newest), last, 4096);
            campaign.age(Math.round(lag.maxMillis()));
            campaign.remark("age p99 " + Math.round(lag.p99Millis()) + " ms");
        } catch (IOException e) {
            campaign.wrong("the segments cannot be counted: " + e.getMessage());
        }
    }

    /// Check (e): nothing but BUSY within its timeout.
    void applicationSawNothing(Campaign campaign) throws IOException {
        double errors = application().figure("errors") + application().figure("busy");
        campaign.expect(
                errors == 0, "the application saw no error: " + application().messages());
        campaign.remark("stall p99 " + Math.round(application().figure("p99_us") / 1000) + " ms");
        campaign.remark("max " + Math.round(application().figure("max_us") / 1000) + " ms");
    }

    /// Why there are generations, by the replicator's own words.
    String saidOfGenerations() throws IOException {
        return lifeboat.replicateLog()
                .lines()
                .filter(line -> line.contains("generation"))
                .map(line -> "    " + line)
                .collect(Collectors.joining("\n"));
    }

    int generations() throws IOException {
        return Generation.list(root()).size();
    }

    Optional<Generation> newestGeneration() throws IOException {
        List<Generation> all = Generation.list(root());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : opened.reversed()) {
            each.close();
        }
    }
}
