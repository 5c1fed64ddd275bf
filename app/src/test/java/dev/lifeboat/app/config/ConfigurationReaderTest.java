package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
    private static final Path OURS = Path.of("/etc/lifeboat.yml");
    private static final Path LITESTREAMS = Path.of("/etc/litestream.yml");

    private final ConfigurationReader reader = new ConfigurationReader(
            Map.of("DATA", "/data", "EMPTY", ""), Path.of("/root"), Path.of("/work"), Path.of("/var/lib/lifeboat"));

    @Test
    void aLitestreamFileOfTheOldGenerationIsReadWithoutAWarning() {
        Settings settings = litestream("""
                addr: ":9090"
                access-key-id: AKIA
                dbs:
                  - path: ${DATA}/app.db
                    monitor-interval: 500ms
                    checkpoint-interval: 1m
                    min-checkpoint-page-count: 1000
                    max-checkpoint-page-count: 10000
                    replicas:
                      - path: ~/backups/app
                        retention: 72h
                        retention-check-interval: 1h
                        snapshot-interval: 4h
                        validation-interval: 6h
                        sync-interval: 2s
                      - name: second
                        url: file:///backups/second
                        allow-unfenced: true
                """);
        assertThat(settings.warnings()).isEmpty();
        DatabaseSettings app = settings.databases().getFirst();
        assertThat(app.path()).isEqualTo(Path.of("/data/app.db"));
        assertThat(app.name()).isEqualTo("app");
        assertThat(app.monitorInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(app.replicas())
                .containsExactly(
                        new ReplicaSettings(
                                "file",
                                "file",
                                "file:///root/backups/app",
                                Duration.ofSeconds(2),
                                Duration.ofHours(72),
                                Duration.ofHours(1),
                                Duration.ofHours(4),
                                false,
                                Optional.empty(),
                                AgeSettings.NONE),
                        new ReplicaSettings(
                                "second",
                                "file",
                                "file:///backups/second",
                                Duration.ofSeconds(1),
                                Duration.ofDays(7),
                                Duration.ofHours(1),
                                Duration.ofDays(1),
                                true,
                                Optional.empty(),
                                AgeSettings.NONE));
    }

    @Test
    void aLitestreamFileOfTheNewGenerationIsReadWithoutAWarning() {
        Settings settings = litestream("""
                snapshot: {interval: 12h, retention: 48h}
                levels: [{interval: 30s}]
                dbs:
                  - path: sqlite:///data/app.db
                    busy-timeout: 1s
                    replica:
                      path: /backups/app
                """);
        assertThat(settings.warnings()).isEmpty();
        ReplicaSettings replica = settings.databases().getFirst().replicas().getFirst();
        assertThat(replica.url()).isEqualTo("file:///backups/app");
        assertThat(replica.snapshotInterval()).isEqualTo(Duration.ofHours(12));
        assertThat(replica.retention()).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void ourOwnKeysBecomeServicesHealthOwnerAndMode() {
        DatabaseSettings database = lifeboat("""
                environment: PRODUCTION
                state-dir: /var/lib/elsewhere
                dbs:
                  - path: /data/production.sqlite3
                    name: shop
                    owner: "1000:1000"
                    mode: 0640
                    services:
                      - docker: shop-web
                      - docker: {label: role=worker}
                      - command: {stop: [/bin/stop, now], start: [/bin/start]}
                    health: {url: "http://127.0.0.1:3000/up", expect: 204, timeout: 10s}
                    checks:
                      - {name: users present, sql: "SELECT count(*) > 0 FROM users"}
                      - {name: newest order, sql: "SELECT max(created_at) FROM orders", within: 1h}
                    replicas: [{url: "file:///backups/shop"}]
                """).databases().getFirst();
        assertThat(database.name()).isEqualTo("shop");
        assertThat(database.owner()).contains("1000:1000");
        assertThat(database.mode()).contains("0640");
        assertThat(database.services())
                .containsExactly(
                        new ServiceSpec.Docker(ServiceSpec.Docker.Match.EXACT_NAME, "shop-web"),
                        new ServiceSpec.Docker(ServiceSpec.Docker.Match.LABEL, "role=worker"),
                        new ServiceSpec.Command(List.of("/bin/stop", "now"), List.of("/bin/start"), List.of()));
        assertThat(database.health())
                .contains(new HealthSpec.Url("http://127.0.0.1:3000/up", 204, Duration.ofSeconds(10)));
        assertThat(database.checks())
                .containsExactly(
                        new UserCheck("users present", "SELECT count(*) > 0 FROM users", Optional.empty()),
                        new UserCheck(
                                "newest order",
                                "SELECT max(created_at) FROM orders",
                                Optional.of(Duration.ofHours(1))));
    }

    @Test
    void anUnknownKeyInOurFileIsAnErrorWithItsPlaceAndTheNearestKey() {
        Problem problem = refused("""
                dbs:
                  - path: /data/app.db
                    replcas:
                      - path: /backups
                """);
        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION);
        assertThat(problem.message())
                .isEqualTo("/etc/lifeboat.yml:3:5: unknown key 'replcas' in dbs[0]; did you mean 'replicas'?");
    }

    @Test
    void anUnknownKeyInALitestreamFileIsAWarning() {
        Settings settings = litestream("databases: []\n");
        assertThat(settings.warnings())
                .containsExactly(
                        "/etc/litestream.yml:1:1: unknown key 'databases' in the file (Litestream ignores this)");
    }

    @Test
    void allErrorsAreToldAtOnce() {
        Problem problem = refused("""
                dbs:
                  - replicas: [{sync-interval: soon}]
                  - path: /data/a.db
                    replicas: [{path: "s3://bucket"}]
                """);
        List<String> lines = new ArrayList<>(List.of(problem.message()));
        lines.addAll(problem.details());
        assertThat(String.join("\n", lines))
                .contains("2:5: 'path' is missing")
                .contains("4:23: replica path cannot be a url");
    }

    @Test
    void placesAreThoseOfTheFileAndNotOfTheExpandedText() {
        Problem problem = refused("a: ${DATA}/very/long/name\ndbs: [{path: $DATA/x, nonsense: 1}]\n");
        assertThat(problem.details()).anySatisfy(line -> assertThat(line).contains(":2:23: unknown key 'nonsense'"));
    }

    @Test
    void aVariableThatIsNotSetIsNamedOutsideOfComments() {
        Settings settings = lifeboat("# $NOT_HERE\nenvironment: x$MISSING\nstate-dir: $EMPTY/state\n");
        assertThat(settings.warnings()).containsExactly("/etc/lifeboat.yml:2:15: variable MISSING is not set");
        assertThat(settings.stateDirectory()).isEqualTo(Path.of("/state"));
    }

    @Test
    void brokenYamlNamesThePlaceAndNotTheLine() {
        Problem problem = refused("dbs:\n  - path: [secret-value\n");
        assertThat(problem.message()).startsWith("/etc/lifeboat.yml:").contains("not valid YAML");
        assertThat(problem.toString()).doesNotContain("secret-value");
    }

    @Test
    void encryptionIsReadAndItsIdentitiesAreNotShown() {
        Settings settings = lifeboat(
                "dbs: [{path: /a, replicas: [{path: /b, age: {recipients: [age1x], identities: [canary]}}]}]\n");
        ReplicaSettings replica = settings.databases().getFirst().replicas().getFirst();
        assertThat(replica.age().encrypts()).isTrue();
        assertThat(replica.age().identities()).extracting(Secret::reveal).containsExactly("canary");
        assertThat(settings.toString()).doesNotContain("canary");
    }

    @Test
    void twoFilesOfOneNameAreToldApartByTheirDirectories() {
        Settings settings = lifeboat("dbs: [{path: /one/data.db}, {path: /two/data.db}]\n");
        assertThat(settings.databases()).extracting(DatabaseSettings::name).containsExactly("data", "two-data");
        assertThat(settings.database("two-data", Path.of("/")).path()).isEqualTo(Path.of("/two/data.db"));
        assertThat(settings.database("data.db", Path.of("/two")).name()).isEqualTo("two-data");
    }

    @Test
    void everyKeyOfACheckpointTakesEffect() {
        CheckpointSettings checkpoints = litestream("""
                dbs:
                  - path: /data/app.db
                    checkpoint-interval: 30s
                    min-checkpoint-page-count: 500
                    max-checkpoint-page-count: 0
                    truncate-page-n: 2000
                    busy-timeout: 3s
                """).databases().getFirst().checkpoints();
        assertThat(checkpoints)
                .isEqualTo(new CheckpointSettings(Duration.ofSeconds(30), 500, 0, 2000, Duration.ofSeconds(3)));
        assertThat(lifeboat("dbs: [{path: /a}]").databases().getFirst().checkpoints())
                .isEqualTo(CheckpointSettings.STANDARD);
    }

    @Test
    void whatConcernsTheProcessTakesEffect() {
        Settings settings = litestream("""
                addr: 0.0.0.0:9090
                exec: bin/rails server
                shutdown-sync-timeout: 5s
                logging: {level: WARNING, type: json, stderr: true}
                sync-interval: 0s
                retention: {enabled: false}
                dbs:
                  - path: /data/app.db
                    restore-if-db-not-exists: true
                    snapshot: {interval: 2h}
                    replica: {path: /backups/app}
                """);
        assertThat(settings.run())
                .isEqualTo(new RunSettings(
                        Optional.of("0.0.0.0:9090"), Optional.of("bin/rails server"), Duration.ofSeconds(5)));
        assertThat(settings.logging()).isEqualTo(new LoggingSettings(LoggingSettings.Level.WARN, true));
        assertThat(settings.notes()).isEmpty();
        DatabaseSettings app = settings.databases().getFirst();
        assertThat(app.restoreIfMissing()).isTrue();
        assertThat(app.replicas().getFirst().syncInterval()).as("immediate").isZero();
        assertThat(app.replicas().getFirst().snapshotInterval()).isEqualTo(Duration.ofHours(2));
        assertThat(app.replicas().getFirst().retention()).isZero();
    }

    @Test
    void whatHasNoEffectIsNamedWithTheReason() {
        assertThat(litestream("""
                socket: {enabled: true}
                levels: [{interval: 30s}]
                shutdown-sync-interval: 1s
                dbs:
                  - path: /data/app.db
                    meta-path: /var/lib/litestream/app
                    max-sync-wal-bytes: 1
                    replicas: [{path: /b, validation-interval: 6h}]
                """).notes())
                .hasSize(6)
                .anySatisfy(note -> assertThat(note)
                        .isEqualTo("/etc/litestream.yml:6:5: 'meta-path' has no effect: Lifeboat's own files lie beside"
                                + " the database, where another Lifeboat finds the lock"));
    }

    @Test
    void aDirectoryNeedsAPatternAndExcludesAPath() {
        assertThat(refused("dbs: [{dir: /data}]\n").message()).contains("'pattern' is missing");
        assertThat(refused("dbs: [{dir: /data, pattern: '*', path: /a}]\n").message())
                .contains("either 'path' or 'dir', not both");
        assertThat(refused("dbs: [{path: /a, watch: true}]\n").message()).contains("'watch' belongs to 'dir'");
    }

    @Test
    void aDatabaseOfADirectoryGetsAPlaceOfItsOwnInFrontOfTheQuery() {
        assertThat(DirectorySettings.below("s3://bucket/app/?region=x", "sub/a.db"))
                .isEqualTo("s3://bucket/app/sub/a.db?region=x");
        assertThat(DirectorySettings.below("file:///backups/what?", "a.db")).isEqualTo("file:///backups/what?/a.db");
    }

    /// What a replica is known to have is noted by its name: two of one name would share the note.
    @Test
    void twoReplicasOfOneDatabaseHaveTwoNames() {
        List<ReplicaSettings> replicas = lifeboat("dbs: [{path: /a.db, replicas: [{url: 's3://one/a'},"
                        + " {url: 's3://two/a'}, {url: 'file:///a'}, {name: file, url: 'file:///b'}]}]")
                .databases()
                .getFirst()
                .replicas();
        assertThat(replicas).extracting(ReplicaSettings::name).containsExactly("s3", "s3-2", "file", "file-2");
    }

    @Test
    void anEmptyFileHasNoDatabases() {
        assertThat(litestream("").databases()).isEmpty();
    }

    private Settings lifeboat(String text) {
        return reader.read(OURS, Dialect.of(OURS), text, true);
    }

    private Settings litestream(String text) {
        return reader.read(LITESTREAMS, Dialect.of(LITESTREAMS), text, true);
    }

    private Problem refused(String text) {
        List<Problem> seen = new ArrayList<>();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> lifeboat(text))
                .satisfies(thrown -> seen.add(thrown.problem()));
        return seen.getFirst();
    }
}
