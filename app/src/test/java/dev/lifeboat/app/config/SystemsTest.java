package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The configurations of the published set-ups A, E and F, as their operators wrote them.
class SystemsTest {
    private static final Path FILE = Path.of("/etc/litestream.yml");

    @Test
    void aSidecarWithOnePathAndOneDirectory() throws Exception {
        Settings settings = read("a-kubernetes");
        assertThat(settings.run().address()).contains(":9090");
        assertThat(settings.logging().json()).isTrue();
        DatabaseSettings memos = settings.databases().getFirst();
        assertThat(memos.path()).isEqualTo(Path.of("/var/opt/memos/memos_prod.db"));
        assertThat(memos.replicas())
                .extracting(ReplicaSettings::url)
                .containsExactly("s3://pods/memos?region=eu-central-1");
        DirectorySettings mealie = settings.directories().getFirst();
        assertThat(mealie.watch())
                .as("a database that appears after the first boot")
                .isTrue();
        assertThat(mealie.of(Path.of("/app/data/users/mealie.db")).replicas())
                .extracting(ReplicaSettings::url)
                .containsExactly("s3://pods/mealie/users/mealie.db?region=eu-central-1");
        assertThat(settings.find("/app/data/mealie.db", Path.of("/")))
                .as("whose volume was lost")
                .hasValueSatisfying(
                        lost -> assertThat(lost.replicas().getFirst().url())
                                .isEqualTo("s3://pods/mealie/mealie.db?region=eu-central-1"));
        assertThat(settings.find("/app/data/mealie.db-wal", Path.of("/"))).isEmpty();
    }

    @Test
    void oneMachineWithAPathBesideTheFile() throws Exception {
        Settings settings = read("e-one-machine");
        assertThat(settings.databases().getFirst().path()).isEqualTo(Path.of("/home/me/fruits.db"));
        assertThat(settings.databases().getFirst().replicas().getFirst().url())
                .isEqualTo("s3://mybkt.localhost:9000/fruits.db");
    }

    @Test
    void fourDatabasesOfOneApplicationEachWithItsOwnPlace() throws Exception {
        Settings settings = read("f-kamal-four");
        assertThat(settings.databases())
                .extracting(DatabaseSettings::name)
                .containsExactly("production", "production_cache", "production_queue", "production_cable");
        ReplicaSettings first = settings.databases().getFirst().replicas().getFirst();
        assertThat(first.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(first.snapshotInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.databases().get(1).replicas().getFirst().retention())
                .isEqualTo(Duration.ofDays(2));
    }

    private static Settings read(String name) throws IOException {
        String resource = "/systems/" + name + ".litestream.yml";
        try (var in = Objects.requireNonNull(SystemsTest.class.getResourceAsStream(resource))) {
            Settings settings = new ConfigurationReader(
                            Map.of(
                                    "AWS_ACCESS_KEY_ID", "AKIA",
                                    "AWS_SECRET_ACCESS_KEY", "secret",
                                    "LITESTREAM_S3_BUCKET", "pods",
                                    "LITESTREAM_ACCESS_KEY_ID", "AKIA",
                                    "LITESTREAM_SECRET_ACCESS_KEY", "secret"),
                            Path.of("/root"),
                            Path.of("/home/me"),
                            Path.of("/var/lib/lifeboat"))
                    .read(FILE, Dialect.of(FILE), new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
            assertThat(settings.warnings()).isEmpty();
            return settings;
        }
    }
}
