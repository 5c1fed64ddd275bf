package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `restore` says where the store fails while objects are fetched, or where one of several does not
/// answer.
class RestoreFaultsTest {
    private static final String HASH = "ba001a707d17384f9ae3a7db27cdf5e2c8fe03decc7bdd3f90b03032624bf7b7";

    @TempDir
    Path scratch;

    private Path home;
    private BucketServer server;
    private FaultyBucket faulty;
    private CommandFixture lifeboat;
    private String url;

    @BeforeEach
    void setUp() throws Exception {
        home = Files.createDirectories(scratch.resolve("home"));
        server = new BucketServer(scratch.resolve("buckets"));
        faulty = new FaultyBucket(server.port());
        lifeboat = new CommandFixture(home, server.environment());
        unpack(server.bucket().resolve("shop"));
        url = server.url("shop", faulty.port());
    }

    @AfterEach
    void tearDown() throws Exception {
        faulty.close();
        server.close();
    }

    private static void unpack(Path root) throws Exception {
        Path archive = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data", "v03-shop.tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Files.createDirectories(root);
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }

    private static boolean isSegment(String request) {
        return request.startsWith("GET ") && request.contains(".wal.lz4") && !request.contains("prefix=");
    }

    private static JsonObject object(Result result) {
        return new JsonStreamParser(result.out()).next().getAsJsonObject();
    }

    /// product.md 3: one object on stdout, exit 6.
    @Test
    void segmentsThatMayNotBeReadAreARefusedOutcome() {
        faulty.spoil(request ->
                isSegment(request) ? Optional.of(FaultyBucket.error(403, "AccessDenied")) : Optional.empty());
        Result result = lifeboat.run("restore", "--json", "-o", "out.db", url);
        assertThat(result.status()).as(result.err()).isEqualTo(6);
        assertThat(object(result).get("outcome").getAsString()).isEqualTo("refused");
        assertThat(object(result).getAsJsonObject("problem").get("code").getAsString())
                .isEqualTo("store-denied");
        assertThat(result.err()).contains("error: ", "403 AccessDenied", "nothing was written", "next:  ");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aStoreThatAnswersWithFaultsIsNotSaidToBeSilent() {
        faulty.spoil(request ->
                isSegment(request) ? Optional.of(FaultyBucket.error(500, "InternalError")) : Optional.empty());
        Result result = lifeboat.run("restore", "--json", "-o", "out.db", url);
        assertThat(result.status()).as(result.err()).isEqualTo(6);
        assertThat(object(result).getAsJsonObject("problem").get("code").getAsString())
                .isEqualTo("store-unreachable");
        assertThat(result.err())
                .contains("answered 500 InternalError", "nothing was written")
                .contains("next:  lifeboat restore --json -o out.db 's3://acme/shop")
                .doesNotContain("does not answer", "left alone");
    }

    /// OB-6: a store without entity tags, as some compatibles are.
    @Test
    void whatIsCutWithoutATagIsAskedForAgain() {
        AtomicInteger cut = new AtomicInteger();
        faulty.spoil(request -> isSegment(request) && cut.incrementAndGet() <= 3
                ? Optional.of(FaultyBucket::cutWithoutTag)
                : Optional.empty());
        Result result = lifeboat.run("restore", "--json", "-o", "out.db", url);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(object(result).get("sha256").getAsString()).isEqualTo(HASH);
        assertThat(cut.get()).isGreaterThan(306);
    }

    @Test
    void theReplicaThatAnswersIsOfferedWhereAnotherDoesNot() throws Exception {
        Path good = scratch.resolve("good");
        unpack(good);
        Path file = home.resolve("l.yml");
        Files.writeString(file, """
                        dbs:
                          - path: %s
                            replicas:
                              - name: dead
                                url: s3://acme/shop?endpoint=http://127.0.0.1:1
                              - name: good
                                url: file://%s
                        """.formatted(home.resolve("app.db"), good));
        Result result = lifeboat.run("restore", "-config", file.toString(), "-o", "out.db", "app");
        assertThat(result.status()).as(result.err()).isEqualTo(6);
        assertThat(result.err())
                .contains("127.0.0.1:1", "replica dead may hold a newer state than replica good")
                .contains("nothing was written")
                .contains("next:  lifeboat restore --config " + file + " -o out.db -replica good app");
        assertThat(lifeboat.run("restore", "-config", file.toString(), "-o", "out.db", "-replica", "good", "app")
                        .status())
                .isZero();
        assertThat(home.resolve("out.db")).hasSize(3_817_472);
    }
}
