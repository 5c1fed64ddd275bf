package dev.lifeboat.engine.store.s3;

import static dev.lifeboat.engine.store.s3.FaultServer.answer;
import static dev.lifeboat.engine.store.s3.FaultServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where keys come from (SE-2), and what happens when they end (OB-10). STS is a stand-in that hands out what
/// its script says.
@Timeout(60)
class KeyChainTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/backup";

    @TempDir
    private Path directory;

    @Test
    void theConfigurationBeatsLitestreamsVariablesAndThoseBeatAws() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LITESTREAM_ACCESS_KEY_ID",
                "lite",
                "LITESTREAM_SECRET_ACCESS_KEY",
                "s1",
                "AWS_ACCESS_KEY_ID",
                "aws",
                "AWS_SECRET_ACCESS_KEY",
                "s2",
                "AWS_SESSION_TOKEN",
                "t"));
        AccessKeys configured = new AccessKeys("conf", new Secret("s0"), Optional.empty(), "the configuration");
        assertThat(keys(environment, Optional.of(configured)).id()).isEqualTo("conf");
        assertThat(keys(environment, Optional.empty()).id()).isEqualTo("lite");
        assertThat(keys(environment, Optional.empty()).sessionToken()).isEmpty();
        environment.remove("LITESTREAM_ACCESS_KEY_ID");
        environment.remove("LITESTREAM_SECRET_ACCESS_KEY");
        AccessKeys aws = keys(environment, Optional.empty());
        assertThat(aws.id()).isEqualTo("aws");
        assertThat(aws.sessionToken()).contains(new Secret("t"));
        assertThat(aws.origin()).isEqualTo("AWS_ACCESS_KEY_ID");
    }

    @Test
    void eachVariableMayNameAFile() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "from-a-file\n");
        AccessKeys keys = keys(
                Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY_FILE", secret.toString()), Optional.empty());
        assertThat(keys.secret().reveal()).isEqualTo("from-a-file");
        assertThatThrownBy(() -> keys(
                        Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY_FILE", "/nothing/here"),
                        Optional.empty()))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("credentials", "/nothing/here", "AWS_SECRET_ACCESS_KEY_FILE");
    }

    @Test
    void halfOfAPairIsNamed() {
        assertThatThrownBy(() -> keys(Map.of("LITESTREAM_ACCESS_KEY_ID", "id"), Optional.empty()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContainingAll("LITESTREAM_ACCESS_KEY_ID", "LITESTREAM_SECRET_ACCESS_KEY is not");
    }

    @Test
    void aWebIdentityIsExchangedForKeysThatAreKept() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "canary-token");
        try (FaultServer sts = new FaultServer(granted("WebIdentity", "TEMP", Duration.ofHours(1)));
                FaultServer s3 = new FaultServer(stored(), stored());
                S3ObjectStore store = open(
                        s3,
                        "",
                        Map.of(
                                "AWS_ROLE_ARN", ROLE,
                                "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                                "AWS_ENDPOINT_URL_STS", sts.endpoint()))) {
            put(store);
            put(store);
            assertThat(sts.requests()).hasSize(1);
            assertThat(sts.requests().getFirst().text())
                    .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=canary-token", "role%2Fbackup");
            assertThat(sts.requests().getFirst().headers()).doesNotContainKey("authorization");
            assertThat(s3.requests().getFirst().headers().get("authorization")).contains("Credential=TEMP/");
            assertThat(s3.requests().getFirst().headers()).containsEntry("x-amz-security-token", "session-of-TEMP");
        }
    }

    @Test
    void aRoleIsAssumedWithTheKeysThatWereFound() throws Exception {
        try (FaultServer sts = new FaultServer(granted("", "ROLE", Duration.ofHours(1)));
                FaultServer s3 = new FaultServer(stored());
                S3ObjectStore store = open(
                        s3,
                        "&roleArn=" + Percent.encoded(ROLE),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "BASE",
                                "AWS_SECRET_ACCESS_KEY", "canary-secret",
                                "AWS_ENDPOINT_URL_STS", sts.endpoint()))) {
            put(store);
            assertThat(sts.requests().getFirst().text()).contains("Action=AssumeRole&", "Credential=BASE/", "/sts/");
            assertThat(s3.requests().getFirst().headers().get("authorization")).contains("Credential=ROLE/");
        }
    }

    /// S6, OB-10.
    @Test
    void keysThatExpiredInFlightAreRenewedOnce() throws Exception {
        try (FaultServer sts = new FaultServer(
                        granted("", "FIRST", Duration.ofHours(1)), granted("", "SECOND", Duration.ofHours(1)));
                FaultServer s3 = new FaultServer(stored(), error(400, "ExpiredToken"), stored());
                S3ObjectStore store = open(
                        s3,
                        "&roleArn=" + Percent.encoded(ROLE),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "BASE",
                                "AWS_SECRET_ACCESS_KEY", "canary-secret",
                                "AWS_ENDPOINT_URL_STS", sts.endpoint()))) {
            put(store);
            put(store);
            assertThat(s3.requests()).hasSize(3);
            assertThat(s3.requests().getLast().headers().get("authorization")).contains("Credential=SECOND/");
        }
    }

    @Test
    void keysAreRenewedBeforeTheirEndAndOldOnesUsedOnWhileStsIsAway() throws Exception {
        try (FaultServer sts = new FaultServer(granted("", "OLD", Duration.ofMinutes(3)), error(503, "Away"));
                FaultServer s3 = new FaultServer(stored(), stored());
                S3ObjectStore store = open(
                        s3,
                        "&roleArn=" + Percent.encoded(ROLE),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "BASE",
                                "AWS_SECRET_ACCESS_KEY", "canary-secret",
                                "AWS_ENDPOINT_URL_STS", sts.endpoint()))) {
            put(store);
            put(store);
            assertThat(sts.requests()).hasSize(2);
            assertThat(s3.requests().getLast().headers().get("authorization")).contains("Credential=OLD/");
        }
    }

    @Test
    void aRoleThatStsDoesNotGrantIsNamed() throws Exception {
        FaultServer.Line denied = answer(
                403,
                Map.of(),
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error>"
                        + "</ErrorResponse>");
        try (FaultServer sts = new FaultServer(denied);
                FaultServer s3 = new FaultServer();
                S3ObjectStore store = open(
                        s3,
                        "&roleArn=" + Percent.encoded(ROLE),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "BASE",
                                "AWS_SECRET_ACCESS_KEY", "canary-secret",
                                "AWS_ENDPOINT_URL_STS", sts.endpoint()))) {
            assertThatThrownBy(() -> put(store))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageContainingAll("credentials", ROLE, "AccessDenied", "AWS_ACCESS_KEY_ID");
            assertThat(s3.requests()).isEmpty();
        }
    }

    private static void put(S3ObjectStore store) throws IOException {
        store.put("k", () -> new java.io.ByteArrayInputStream(new byte[1]), ALWAYS);
    }

    private static final dev.lifeboat.engine.store.ObjectStore.PutCondition ALWAYS =
            dev.lifeboat.engine.store.ObjectStore.PutCondition.ALWAYS;

    private static FaultServer.Line stored() {
        return answer(200, Map.of("ETag", "\"x\""), "");
    }

    private static FaultServer.Line granted(String kind, String id, Duration life) {
        String name = "AssumeRole" + (kind.isEmpty() ? "" : "With" + kind);
        return answer(
                200,
                Map.of("Content-Type", "text/xml"),
                "<" + name + "Response><" + name + "Result><Credentials>"
                        + "<AccessKeyId>" + id + "</AccessKeyId><SecretAccessKey>canary-secret</SecretAccessKey>"
                        + "<SessionToken>session-of-" + id + "</SessionToken><Expiration>"
                        + Instant.now().plus(life)
                        + "</Expiration></Credentials></" + name + "Result></" + name + "Response>");
    }

    private static S3ObjectStore open(FaultServer s3, String query, Map<String, String> environment) {
        S3Url url = (S3Url) StoreUrl.parse("s3://bucket/db?endpoint=" + s3.endpoint() + query);
        return new S3Stores(environment, Clock.systemUTC()).open(url, Optional.empty());
    }

    private static AccessKeys keys(Map<String, String> environment, Optional<AccessKeys> configured)
            throws IOException {
        S3Url url = (S3Url) StoreUrl.parse("s3://bucket/db");
        try (Http http = new Http(new Trust(Map.of(), true), new Proxies(Map.of()), Limits.STANDARD)) {
            return new KeyChain(environment, http, Clock.systemUTC())
                    .source(url, configured)
                    .keys();
        }
    }
}
