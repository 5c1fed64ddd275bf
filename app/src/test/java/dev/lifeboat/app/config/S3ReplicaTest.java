package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.s3.AccessKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Replicas in buckets, as configurations describe them (systems.md A, E and F; 0.3 specification, 1.10).
class S3ReplicaTest {
    private final ConfigurationReader reader = new ConfigurationReader(
            Map.of(
                    "AWS_ACCESS_KEY_ID", "AKIDENV",
                    "AWS_SECRET_ACCESS_KEY", "canary-secret",
                    "LITESTREAM_S3_BUCKET", "backups"),
            Path.of("/root"),
            Path.of("/work"),
            Path.of("/var/lib/lifeboat"));

    @Test
    void aSidecarsConfigurationIsReadWithItsVariables() {
        Settings settings = read("""
                access-key-id: ${AWS_ACCESS_KEY_ID}
                secret-access-key: ${AWS_SECRET_ACCESS_KEY}
                dbs:
                  - path: /var/opt/memos/memos_prod.db
                    replica:
                      type: s3
                      bucket: ${LITESTREAM_S3_BUCKET}
                      path: /memos
                      region: eu-central-1
                      sync-interval: 10s
                """);
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.notes()).isEmpty();
        ReplicaSettings replica = settings.databases().getFirst().replicas().getFirst();
        // The leading slash trap: written as `/memos`, kept as `memos`.
        assertThat(replica.url()).isEqualTo("s3://backups/memos?region=eu-central-1");
        AccessKeys keys = replica.keys().orElseThrow();
        assertThat(keys.id()).isEqualTo("AKIDENV");
        assertThat(keys.secret().reveal()).isEqualTo("canary-secret");
        assertThat(settings.toString()).doesNotContain("canary-secret");
    }

    @Test
    void aServerOfOnesOwnIsReachedByItsEndpoint() {
        S3Url url = url("""
                dbs:
                  - path: /data/app.db
                    replicas:
                      - url: s3://bucket/a%20b
                        endpoint: minio.lan:9000
                        force-path-style: true
                        skip-verify: true
                        part-size: 16MiB
                        access-key-id: id
                        secret-access-key: canary-secret
                """);
        assertThat(url.endpoint()).contains(URI.create("https://minio.lan:9000"));
        assertThat(url.root()).isEqualTo("a b");
        assertThat(url.pathStyle()).isTrue();
        assertThat(url.skipVerify()).isTrue();
        assertThat(url.partSizeBytes()).isEqualTo(16 << 20);
    }

    @Test
    void aReplicasOwnWordsBeatThoseAtTheTopAndThoseBeatTheUrl() {
        S3Url url = url("""
                region: eu-west-1
                endpoint: http://top:9000
                dbs: [{path: /a, replica: {url: "s3://b/p?region=us-east-1", endpoint: "http://own:9000"}}]
                """);
        assertThat(url.region()).contains("eu-west-1");
        assertThat(url.endpoint()).contains(URI.create("http://own:9000"));
    }

    @Test
    void eachHalfOfThePairMayStandAtTheTop() {
        Settings settings = read("""
                secret-access-key: canary-secret
                dbs: [{path: /a, replica: {url: s3://b/p, access-key-id: own}}]
                """);
        assertThat(settings.databases()
                        .getFirst()
                        .replicas()
                        .getFirst()
                        .keys()
                        .orElseThrow()
                        .id())
                .isEqualTo("own");
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThat(refused("url: s3://b/p, path: q")).contains("cannot specify url & path for s3 replica");
        assertThat(refused("url: s3://b/p, bucket: q")).contains("cannot specify url & bucket for s3 replica");
        assertThat(refused("type: s3, path: q")).contains("bucket required for s3 replica");
        assertThat(refused("url: \"s3://b/p\", part-size: 1MiB")).contains("part size");
        assertThat(refused("url: s3://b/p, access-key-id: x")).contains("go together");
        assertThat(refused("url: s3://b/p, sse-kms-key-id: x")).contains("sse-kms-key-id");
        assertThat(refused("type: gs, bucket: b")).contains("file and s3");
    }

    private S3Url url(String text) {
        return (S3Url) StoreUrl.parse(
                read(text).databases().getFirst().replicas().getFirst().url());
    }

    private Settings read(String text) {
        return reader.read(Path.of("/etc/litestream.yml"), Dialect.LITESTREAM, text, true);
    }

    private String refused(String replica) {
        List<Problem> seen = new ArrayList<>();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("dbs: [{path: /a, replica: {" + replica + "}}]\n"))
                .satisfies(thrown -> seen.add(thrown.problem()));
        return seen.getFirst().toString();
    }
}
