package dev.lifeboat.engine.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The examples of AWS's own documentation ("Authenticating Requests: Using the Authorization Header").
class SignerTest {
    private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final AccessKeys KEYS = new AccessKeys(
            "AKIAIOSFODNN7EXAMPLE",
            new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            Optional.empty(),
            "the documentation");

    @Test
    void getOfARange() {
        assertThat(signature("GET", "/test.txt", Map.of(), Map.of("Host", HOST, "Range", "bytes=0-9"), Payload.NONE))
                .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void putOfAnObject() {
        assertThat(signature(
                        "PUT",
                        Percent.path("/test$file.text"),
                        Map.of(),
                        Map.of(
                                "Host",
                                HOST,
                                "Date",
                                "Fri, 24 May 2013 00:00:00 GMT",
                                "x-amz-storage-class",
                                "REDUCED_REDUNDANCY"),
                        Payload.of("Welcome to Amazon S3.")))
                .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void queriesWithAndWithoutValues() {
        assertThat(signature("GET", "/", Map.of("lifecycle", ""), Map.of("Host", HOST), Payload.NONE))
                .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        assertThat(signature("GET", "/", Map.of("max-keys", "2", "prefix", "J"), Map.of("Host", HOST), Payload.NONE))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void aSessionTokenIsSentAndSigned() {
        AccessKeys session = new AccessKeys("id", new Secret("secret"), Optional.of(new Secret("token")), "a test");
        SortedMap<String, String> headers = new Signer(session, "us-east-1", "s3")
                .sign(new Signer.Signed("GET", "/", new TreeMap<>(), Map.of("host", HOST), "hash"), NOW);
        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(headers.get("authorization"))
                .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,")
                .doesNotContain("secret,");
    }

    @Test
    void keysAreEncodedOnceAndKeepTheirSlashes() {
        assertThat(Percent.path("a b/ü+~.gz")).isEqualTo("a%20b/%C3%BC%2B~.gz");
        assertThat(Percent.encoded("a/b")).isEqualTo("a%2Fb");
    }

    private static String signature(
            String method, String path, Map<String, String> query, Map<String, String> headers, Payload payload) {
        String authorization = new Signer(KEYS, "us-east-1", "s3")
                .sign(new Signer.Signed(method, path, new TreeMap<>(query), headers, payload.sha256Hex()), NOW)
                .get("authorization");
        return authorization.substring(authorization.lastIndexOf('=') + 1);
    }
}
