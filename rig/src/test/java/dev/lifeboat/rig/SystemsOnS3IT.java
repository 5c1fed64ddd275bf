package dev.lifeboat.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configurations of systems A, E and F as they are, but for the directories of the databases: replicated to S3,
/// lost, and restored.
class SystemsOnS3IT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CONFIGURATIONS = Path.of("../app/src/test/resources/systems");

    @TempDir
    Path scratch;

    @Test
    void aKubernetesBootsEmptyReplicatesAndComesBackAfterItsVolumeWasLost() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", "PODS", "AWS_SECRET_ACCESS_KEY", "canary-pods", "LITESTREAM_S3_BUCKET", "pods"));
        try (Cloud cloud = Cloud.start(scratch, "eu-central-1", "PODS", "canary-pods", "pods")) {
            environment.putAll(cloud.environment());
            Lifeboat lifeboat = Lifeboat.packaged(scratch.resolve("notes"), environment);
            Path configuration = configuration("a-kubernetes");
            Path memos = scratch.resolve("var/opt/memos/memos_prod.db");
            boot(lifeboat, configuration, memos).orFail("restore");
            assertThat(memos).as("a first boot creates nothing").doesNotExist();

            Path mealie = make("app/data/mealie.db");
            make("var/opt/memos/memos_prod.db");
            assertThat(replicated(lifeboat, configuration, List.of(memos, mealie)))
                    .doesNotContain("canary");
            boot(lifeboat, configuration, memos).orFail("restore");
            lose(memos);
            lose(mealie);

            boot(lifeboat, configuration, memos).orFail("restore");
            assertThat(rows(memos)).isEqualTo("1");
            boot(lifeboat, configuration, mealie).orFail("restore");
            assertThat(rows(mealie)).isEqualTo("1");
            lose(memos);
            assertThat(boot(lifeboat.with(Map.of("AWS_SECRET_ACCESS_KEY", "canary-wrong")), configuration, memos)
                            .status())
                    .as("denied: the pod must not start empty")
                    .isEqualTo(6);
            assertThat(memos).doesNotExist();
        }
    }

    @Test
    void oneMachineSendsToItsOwnServer() throws Exception {
        TransientNio2BlobStore objects = new TransientNio2BlobStore();
        objects.createContainer("mybkt");
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:9000"))
                .awsAuthentication(AuthenticationType.AWS_V4, "minioadmin", "minioadmin")
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        try {
            Lifeboat lifeboat = Lifeboat.packaged(scratch.resolve("notes"), Map.of());
            Path fruits = make("fruits.db");
            replicated(lifeboat, configuration("e-one-machine"), List.of(fruits));
            Path copy = scratch.resolve("fruits2.db");
            Map<String, String> keys =
                    Map.of("LITESTREAM_ACCESS_KEY_ID", "minioadmin", "LITESTREAM_SECRET_ACCESS_KEY", "minioadmin");
            lifeboat.with(keys)
                    .run("restore", "-o", copy, "s3://mybkt.localhost:9000/fruits.db")
                    .orFail("restore");
            assertThat(rows(copy)).isEqualTo("1");
        } finally {
            server.stop();
        }
    }

    @Test
    void fourDatabasesOfOneApplicationAreSentToTheirProvidersAndComeBack() throws Exception {
        Map<String, String> environment = new HashMap<>(
                Map.of("LITESTREAM_ACCESS_KEY_ID", "RAILS", "LITESTREAM_SECRET_ACCESS_KEY", "canary-rails"));
        try (Cloud cloud = Cloud.start(scratch, "us-east-1", "RAILS", "canary-rails", "app-backups")) {
            environment.putAll(cloud.environment());
            Lifeboat lifeboat = Lifeboat.packaged(scratch.resolve("notes"), environment);
            Path configuration = configuration("f-kamal-four");
            List<Path> databases = List.of(
                    make("data/storage/production.sqlite3"),
                    make("data/storage/production_cache.sqlite3"),
                    make("data/storage/production_queue.sqlite3"),
                    make("data/storage/production_cable.sqlite3"));
            replicated(lifeboat, configuration, databases);
            for (Path database : databases) {
                lose(database);
                lifeboat.run("restore", "-config", configuration, database).orFail("restore");
                assertThat(rows(database)).isEqualTo("1");
            }
        }
    }

    private static Lifeboat.Ended boot(Lifeboat lifeboat, Path configuration, Path database) throws Exception {
        return lifeboat.run("restore", "-config", configuration, "-if-db-not-exists", "-if-replica-exists", database);
    }

    /// What the replicator said until everything was sent and it had ended.
    private static String replicated(Lifeboat lifeboat, Path configuration, List<Path> databases) throws Exception {
        try (Child replicator = lifeboat.replicate(configuration)) {
            for (Path database : databases) {
                assertThat(Wait.becomes(
                                LIMIT, () -> lifeboat.run("sync", database).status() == 0))
                        .as("%s is sent\n%s", database, replicator.output())
                        .isTrue();
            }
            replicator.signal("TERM");
            assertThat(replicator.await(LIMIT)).as(replicator.output()).isZero();
            return replicator.output();
        }
    }

    private Path configuration(String name) throws IOException {
        String text = Files.readString(CONFIGURATIONS.resolve(name + ".litestream.yml"))
                .replace("/var/opt", scratch + "/var/opt")
                .replace("/app/data", scratch + "/app/data")
                .replace("/data/storage", scratch + "/data/storage")
                .replace("path: fruits.db", "path: " + scratch + "/fruits.db")
                .replace("\":9090\"", "\":0\"");
        return Files.writeString(scratch.resolve("litestream.yml"), text);
    }

    private Path make(String name) throws Exception {
        Path database = scratch.resolve(name);
        Files.createDirectories(database.getParent());
        Tool.run("sqlite3", database.toString(), "PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES(1)");
        return database;
    }

    private static void lose(Path database) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
        }
    }

    private static String rows(Path database) throws Exception {
        return Tool.run("sqlite3", database.toString(), "SELECT count(*) FROM t");
    }
}
