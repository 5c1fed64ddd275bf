package dev.lifeboat.engine.store.s3;

import static dev.lifeboat.engine.store.s3.FaultServer.answer;
import static dev.lifeboat.engine.store.s3.FaultServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys with empty parts, as Litestream 0.5 leaves them (0.5 spec, section 2.1): each has one name here and is asked
/// for by its own.
class SlashedKeysTest {
    private static final AccessKeys KEYS = new AccessKeys("id", new Secret("secret"), Optional.empty(), "this test");

    private static S3ObjectStore store(FaultServer server, String root) {
        S3Url url = (S3Url) StoreUrl.parse("s3://bucket/" + root + "?endpoint=" + server.endpoint());
        return new S3Stores(Map.of(), Clock.systemUTC(), Limits.STANDARD).open(url, Optional.of(KEYS));
    }

    private static FaultServer.Line page(String... keys) {
        String contents = Stream.of(keys)
                .map(key -> "<Contents><Key>" + key + "</Key><Size>1</Size><ETag>x</ETag>"
                        + "<LastModified>2026-01-01T00:00:00Z</LastModified></Contents>")
                .collect(Collectors.joining());
        return answer(
                200, Map.of(), "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>");
    }

    @ParameterizedTest
    @CsvSource({
        "db, 0000/x, db/0000/x",
        "db, /0000/x, /db/0000/x",
        "db, //0000/x, db//0000/x",
        "db, ///0000/x, /db//0000/x",
        "'', /0000/x, /0000/x",
        "'', //0000/x, //0000/x",
    })
    void eachIsListedAndReadByItsFullKey(String root, String key, String full) throws IOException {
        FaultServer.Line content = answer(200, Map.of("ETag", "x"), "content");
        try (FaultServer server = new FaultServer(page(full), content);
                S3ObjectStore store = store(server, root)) {
            String prefix = key.substring(0, key.length() - "0/x".length());

            assertThat(store.list(prefix)).extracting(StoredObject::key).containsExactly(key);
            try (InputStream in = store.open(key)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("content");
            }

            assertThat(server.requests()).hasSize(2);
            String asked = URLDecoder.decode(server.requests().getFirst().line(), StandardCharsets.UTF_8);
            assertThat(asked.replace(" HTTP", "&"))
                    .contains("prefix=" + full.substring(0, full.length() - "0/x".length()) + "&");
            assertThat(server.requests().getLast().line()).startsWith("GET /bucket/" + full + " ");
        }
    }

    /// SE-9: somebody's own key never takes the name of another's.
    @Test
    void noTwoFullKeysHaveOneName() throws IOException {
        List<String> names = List.of("db////x", "db///x", "db//x", "db/x");
        try (FaultServer server = new FaultServer(page(names.toArray(String[]::new)), page("/db//x", "/db/x"));
                S3ObjectStore store = store(server, "db")) {
            List<String> listed = store.list("").stream().map(StoredObject::key).toList();
            List<String> inFront =
                    store.list("/").stream().map(StoredObject::key).toList();
            assertThat(listed).containsExactly("//////x", "////x", "//x", "x").isSorted();
            assertThat(inFront).containsExactly("///x", "/x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"////0000/x", "//0000//x", "//../x", "///./x", "//"})
    void otherKeysWithEmptyPartsAreNone(String key) throws IOException {
        try (FaultServer server = new FaultServer();
                S3ObjectStore store = store(server, "db")) {
            assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    /// MinIO has no object with an empty part in its name.
    @Test
    void aStoreThatRefusesToLookForThemHasNone() throws IOException {
        FaultServer.Line refusal = error(400, "XMinioInvalidObjectName");
        try (FaultServer server = new FaultServer(refusal, refusal, refusal);
                S3ObjectStore store = store(server, "db")) {
            assertThat(store.list("//000")).isEmpty();
            assertThat(store.list("///000")).isEmpty();
            assertThatThrownBy(() -> store.list("000")).isInstanceOf(IOException.class);
        }
    }

    /// A policy with the condition `s3:prefix: db/*`.
    @Test
    void aKeyThatMayNotLookForThemHasNone() throws IOException {
        FaultServer.Line denied = error(403, "AccessDenied");
        try (FaultServer server = new FaultServer(denied, denied, denied);
                S3ObjectStore store = store(server, "db")) {
            assertThat(store.list("/000")).isEmpty();
            assertThat(store.list("//000")).isEmpty();
            assertThatThrownBy(() -> store.list("000")).isInstanceOf(StoreException.class);
        }
    }
}
