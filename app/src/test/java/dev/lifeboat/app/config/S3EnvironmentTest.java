package dev.lifeboat.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class S3EnvironmentTest {
    private static final S3Environment BOTH = new S3Environment(Map.of(
            "AWS_ENDPOINT_URL", "http://general:1",
            "AWS_ENDPOINT_URL_S3", "http://store:9000/x y",
            "AWS_DEFAULT_REGION", "eu-north-1"));

    @Test
    void whatTheUrlDoesNotNameIsTakenFromTheEnvironment() {
        assertThat(BOTH.complete("s3://acme/prod"))
                .isEqualTo("s3://acme/prod?endpoint=http://store:9000/x+y&region=eu-north-1");
        assertThat(new S3Environment(Map.of("AWS_ENDPOINT_URL_S3", " ")).complete("s3://acme"))
                .isEqualTo("s3://acme");
    }

    @Test
    void whatTheUrlNamesStays() {
        assertThat(BOTH.complete("s3://acme?endpoint=http://own:2&region=us-west-2"))
                .isEqualTo("s3://acme?endpoint=http://own:2&region=us-west-2");
        assertThat(BOTH.complete("s3://acme.s3.fr-par.scw.cloud/x")).isEqualTo("s3://acme.s3.fr-par.scw.cloud/x");
        assertThat(BOTH.complete("file:///srv/backups")).isEqualTo("file:///srv/backups");
    }
}
