package dev.lifeboat.engine.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.ObjectStoreContract;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The store against an independent server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectStoreTest extends ObjectStoreContract {
    private static final int MIB = 1 << 20;

    private S3Server server;
    private S3Url url;
    private S3ObjectStore store;

    @BeforeAll
    void startServer() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void openStore() throws Exception {
        url = server.makeBucket();
        store = S3Server.stores().open(url, Optional.of(S3Server.KEYS));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    /// This server cannot look for keys that begin with a slash, and says so (the leading slash trap).
    @Test
    void aStoreThatRefusesToLookForKeysWithASlashInFrontHasNone() throws IOException {
        S3Url top = (S3Url) StoreUrl.parse("s3://" + url.bucket() + "?endpoint=" + server.endpoint());
        try (S3ObjectStore bucket = S3Server.stores().open(top, Optional.of(S3Server.KEYS))) {
            assertThat(bucket.list("/000")).isEmpty();
            assertThat(store.list("/000")).isEmpty();
        }
    }

    @Test
    void aWrongSecretIsRefusedWithWordsAboutCredentials() {
        AccessKeys wrong = new AccessKeys(
                S3Server.KEYS.id(), new Secret("canary-wrong-secret"), Optional.empty(), "AWS_ACCESS_KEY_ID");
        try (S3ObjectStore denied = S3Server.stores().open(url, Optional.of(wrong))) {
            for (Act act : everyAct(denied)) {
                assertThatThrownBy(act::run).isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.DENIED);
                    assertThat(e).hasMessageContainingAll("credentials", "AWS_ACCESS_KEY_ID", "SignatureDoesNotMatch");
                    assertThat(e.getMessage()).doesNotContain("canary");
                });
            }
        }
    }

    @Test
    void theEnvironmentNamesTheEndpointWhereTheUrlDoesNot() throws IOException {
        S3Url without = (S3Url) StoreUrl.parse("s3://" + url.bucket() + "/db");
        store.put("a", () -> new ByteArrayInputStream(new byte[] {1}), PutCondition.ALWAYS);
        for (Map<String, String> environment : List.of(
                Map.of("AWS_ENDPOINT_URL_S3", server.endpoint(), "AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
                Map.of("AWS_ENDPOINT_URL", server.endpoint()))) {
            S3Stores stores = new S3Stores(environment, Clock.systemUTC());
            try (S3ObjectStore there = stores.open(without, Optional.of(S3Server.KEYS))) {
                assertThat(there.list("")).extracting(StoredObject::key).containsExactly("a");
            }
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        try (S3ObjectStore nowhere = S3Server.stores().open(server.url("no-such-bucket"), Optional.of(S3Server.KEYS))) {
            assertThatThrownBy(() -> nowhere.list("")).isInstanceOfSatisfying(StoreException.class, e -> {
                assertThat(e.kind()).isEqualTo(Kind.ROOT_MISSING);
                assertThat(e).hasMessageContaining("no-such-bucket");
            });
            assertThatThrownBy(() -> nowhere.put("k", text("x"), PutCondition.IF_ABSENT))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ROOT_MISSING));
        }
    }

    @Test
    void anObjectThatIsNotThereIsNoSuchFile() {
        assertThatThrownBy(() -> store.open("a/nothing")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void moreThanAThousandObjectsAreListedAndDeleted() throws Exception {
        List<String> keys = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Future<PutOutcome>> puts = new ArrayList<>();
            for (int i = 0; i < 1050; i++) {
                String key = "many/%08x".formatted(i * 7919);
                keys.add(key);
                puts.add(writers.submit(() -> store.put(key, text(key), PutCondition.ALWAYS)));
            }
            for (Future<PutOutcome> put : puts) {
                put.get();
            }
        }
        assertThat(store.list("many/").stream().map(StoredObject::key))
                .containsExactlyElementsOf(keys.stream().sorted().toList());
        store.delete(keys);
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void whatIsLargerThanAPartGoesInPartsAndComesBackWhole() throws IOException {
        ObjectStore.Body body = () -> new RandomBytes(42, 21 * MIB);
        PutOutcome outcome = store.put(
                new ObjectStore.Upload("large", body, PutCondition.IF_ABSENT, Map.of("lifeboat-position", "x/1/2")));

        assertThat(outcome).isInstanceOfSatisfying(PutOutcome.Stored.class, stored -> {
            assertThat(stored.object().sizeBytes()).isEqualTo(21 * MIB);
            assertThat(stored.object().entityTag()).endsWith("-3\"");
        });
        try (InputStream expected = body.open();
                InputStream found = store.open("large")) {
            assertThat(found).hasSameContentAs(expected);
        }
        assertThat(store.head("large").orElseThrow().metadata()).containsEntry("lifeboat-position", "x/1/2");
        assertThat(store.put("large", body, PutCondition.IF_ABSENT)).isEqualTo(new PutOutcome.Refused("large"));
    }

    @Test
    void aBodyThatBreaksInItsSecondPartLeavesNothing() throws IOException {
        ObjectStore.Body broken = () -> new InputStream() {
            private int left = 9 * MIB;

            @Override
            public int read() throws IOException {
                if (--left < 0) {
                    throw new IOException("the source broke");
                }
                return 7;
            }
        };
        assertThatThrownBy(() -> store.put("large", broken, PutCondition.IF_ABSENT))
                .hasMessage("the source broke");
        assertThat(store.list("")).isEmpty();
        assertThat(store.sweep("")).isZero();
    }

    @Test
    void partsThatNobodyCompletesAreSwept() throws IOException {
        try (Http http = new Http(new Trust(Map.of(), true), new Proxies(Map.of()), Limits.STANDARD)) {
            Bucket bucket = new Bucket(url, () -> S3Server.KEYS, http, Clock.systemUTC());
            bucket.call(Call.of("POST", "db/left").with(Map.of("uploads", "")));
            bucket.call(Call.of("POST", "elsewhere/left").with(Map.of("uploads", "")));
        }
        assertThat(store.sweep("elsewhere/")).isZero();
        assertThat(store.sweep("")).isEqualTo(1);
        assertThat(store.sweep("")).isZero();
    }

    @Test
    void keysOfAnotherPrefixAreNotSeen() throws Exception {
        S3Url other = (S3Url) StoreUrl.parse("s3://" + url.bucket() + "/db2?endpoint=" + server.endpoint());
        try (S3ObjectStore beside = S3Server.stores().open(other, Optional.of(S3Server.KEYS))) {
            beside.put("k", text("x"), PutCondition.ALWAYS);
        }
        assertThat(store.list("")).isEmpty();
    }

    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    private static List<Act> everyAct(S3ObjectStore store) {
        return List.of(
                () -> store.list(""),
                () -> store.open("k"),
                () -> store.head("k"),
                () -> store.put("k", text("x"), PutCondition.IF_ABSENT),
                () -> store.delete(List.of("k")),
                () -> store.sweep(""));
    }

    /// A stream of `left` bytes that a seed decides.
    private static final class RandomBytes extends InputStream {
        private final Random random;
        private int left;

        private RandomBytes(long seed, int left) {
            this.random = new Random(seed);
            this.left = left;
        }

        @Override
        public int read() {
            return --left < 0 ? -1 : random.nextInt(256);
        }
    }
}
