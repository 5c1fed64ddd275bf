package dev.lifeboat.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3UrlTextTest {
    /// The table of the 0.3 specification, section 1.10, and the hosts that 0.5 knows besides (5.4).
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "s3://mybkt.localhost:9000/fruits.db, mybkt, fruits.db, us-east-1, http://localhost:9000, true",
                "s3://mybkt.localhost/fruits.db, mybkt, fruits.db, us-east-1, http://localhost, true",
                "s3://b.s3.us-west-000.backblazeb2.com/db, b, db, us-west-000, https://s3.us-west-000.backblazeb2.com, true",
                "s3://b.s3.filebase.com/db, b, db, -, https://s3.filebase.com, true",
                "s3://b.nyc3.digitaloceanspaces.com/db, b, db, nyc3, https://nyc3.digitaloceanspaces.com, true",
                "s3://b.s3.nl-ams.scw.cloud/db, b, db, nl-ams, https://s3.nl-ams.scw.cloud, true",
                "s3://b.us-east-1.linodeobjects.com/db, b, db, us-east-1, https://us-east-1.linodeobjects.com, true",
                "s3://bucket/db, bucket, db, -, -, false",
                "s3://my.dotted.bucket/db, my.dotted.bucket, db, -, -, false",
                "s3://b.s3.eu-west-1.amazonaws.com/db, b, db, eu-west-1, -, false",
                "s3://b.s3.amazonaws.com/db, b, db, -, -, false",
                "s3://b.minio.example:9000/db, b, db, -, http://minio.example:9000, true",
                "s3://bucket, bucket, '', -, -, false",
                "s3://bucket/, bucket, '', -, -, false",
                "s3://bucket//a//b/../c/, bucket, a/c, -, -, false",
                "s3://bucket/a%20b+c, bucket, a b+c, -, -, false",
                "s3://arn:aws:s3:us-east-2:123456789012:accesspoint/name/db, name-123456789012, db, us-east-2,"
                        + " https://s3-accesspoint.us-east-2.amazonaws.com, false",
            })
    void hostsSayBucketRegionAndEndpoint(
            String text, String bucket, String root, String region, String endpoint, boolean pathStyle) {
        S3Url url = parse(text);
        assertThat(url.bucket()).isEqualTo(bucket);
        assertThat(url.root()).isEqualTo(root);
        assertThat(url.region().orElse(null)).isEqualTo(region);
        assertThat(url.endpoint().map(URI::toString).orElse(null)).isEqualTo(endpoint);
        assertThat(url.pathStyle()).isEqualTo(pathStyle);
        assertThat(url).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "https://minio.example, https://minio.example",
        "http://minio.example:9000/, http://minio.example:9000",
        "minio.example:9000, https://minio.example:9000",
        "localhost:9000, http://localhost:9000",
        "192.168.1.7:9000, http://192.168.1.7:9000",
        "172.20.0.2, http://172.20.0.2",
    })
    void anEndpointMayLackItsScheme(String asked, String endpoint) {
        assertThat(parse("s3://b/db?endpoint=" + asked).endpoint()).contains(URI.create(endpoint));
    }

    @Test
    void anEndpointMeansPathStyleUnlessTheOppositeIsSaid() {
        assertThat(parse("s3://b/db?endpoint=minio.example").pathStyle()).isTrue();
        assertThat(parse("s3://b/db?endpoint=minio.example&forcePathStyle=false")
                        .pathStyle())
                .isFalse();
        assertThat(parse("s3://b/db?force-path-style=true").pathStyle()).isTrue();
        // A provider's host means it whatever is said.
        assertThat(parse("s3://b.s3.filebase.com/db?forcePathStyle=false").pathStyle())
                .isTrue();
    }

    @Test
    void theQuerySaysTheRest() {
        S3Url url = parse("s3://b/db?region=eu-west-3&skipVerify=true&part-size=16MiB"
                + "&roleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr");
        assertThat(url.region()).contains("eu-west-3");
        assertThat(url.skipVerify()).isTrue();
        assertThat(url.partSizeBytes()).isEqualTo(16 << 20);
        assertThat(url.roleArn()).contains("arn:aws:iam::1:role/r");
        assertThat(parse("s3://b/db?partSize=10MB").partSizeBytes()).isEqualTo(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:///db",
                "s3://localhost:9000/db",
                "s3://id:canary-secret@bucket/db",
                "s3://b/db?secret-access-key=canary-secret",
                "s3://b/db?endpoint=http://169.254.169.254",
                "s3://b/db?endpoint=http://",
                "s3://b/db?part-size=1MiB",
                "s3://b/%zz",
            })
    void whatIsNoPlaceIsRefusedAndNoSecretIsRepeated(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code().exitStatus()).isEqualTo(2);
            assertThat(e.problem().toString()).doesNotContain("canary");
        });
    }

    private static S3Url parse(String text) {
        return (S3Url) StoreUrl.parse(text);
    }
}
