package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `recover` against a real S3 server: a URL and a key is all that it is given.
class RecoverCommandTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");
    private static final Instant EPOCH = Instant.parse("2026-11-21T07:00:00Z");

    @TempDir
    private Path scratch;

    private Path home = Path.of("/");
    private BucketServer server;
    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectories(scratch.toRealPath().resolve("home"));
        server = new BucketServer(scratch.resolve("store"));
        lifeboat = new CommandFixture(home, server.environment());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /// A database of `rows` rows, copied to `prefix` by our own writer.
    private void replicated(String name, String prefix, int rows) throws Exception {
        Path file = Files.createDirectories(scratch.resolve("lost")).resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE t(x)");
            for (int i = 0; i < rows; i++) {
                statement.execute("INSERT INTO t VALUES (" + i + ")");
            }
        }
        Result once = lifeboat.run("replicate", "-once", file.toString(), server.url(prefix));
        assertThat(once.status()).as(once.err()).isZero();
    }

    private static int rows(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
            return result.getInt(1);
        }
    }

    private static void object(Path bucket, String key) throws Exception {
        Path file = bucket.resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private static Map<String, JsonObject> databases(Result result) {
        Map<String, JsonObject> found = new TreeMap<>();
        JsonArray array = JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonArray("databases");
        for (JsonElement each : array) {
            found.put(each.getAsJsonObject().get("name").getAsString(), each.getAsJsonObject());
        }
        return found;
    }

    @Test
    void whatOurOwnWriterCopiedComesBackWithAConfigurationThatWorks() throws Exception {
        replicated("shop.db", "prod/shop.db", 7);
        replicated("blog.db", "prod/blog", 3);
        replicated("shop2.db", "staging/shop.db", 5);
        object(server.bucket(), "media/cat.jpg");
        Path into = home.resolve("in here");
        Result result = lifeboat.run("recover", server.url(""), "--into", into.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("3 databases in ", "1 other object ignored", "the instant is ");
        assertThat(rows(into.resolve("shop.db"))).isEqualTo(7);
        assertThat(rows(into.resolve("blog.db"))).isEqualTo(3);
        assertThat(rows(into.resolve("shop-2.db"))).isEqualTo(5);
        String configuration = Files.readString(into.resolve("lifeboat.yml"));
        assertThat(configuration).contains("AWS_ACCESS_KEY_ID").doesNotContain("canary", "LIFEBOATTEST");
        String file = into.resolve("lifeboat.yml").toString();
        assertThat(lifeboat.run("status", "--config", file).status()).isZero();
        Result replicate = lifeboat.run("replicate", "-once", "--take-over", "--config", file);
        assertThat(replicate.status()).as(replicate.err()).isZero();
        assertThat(lifeboat.run("restore", "-o", "again.db", server.url("prod/shop.db"))
                        .status())
                .isZero();
        assertThat(rows(home.resolve("again.db"))).isEqualTo(7);
    }

    @Test
    void aDryRunWritesNothingAndOnlyChosenOnesAreRestored() throws Exception {
        replicated("shop.db", "prod/shop.db", 7);
        replicated("blog.db", "prod/blog", 3);
        Result dry = lifeboat.run("recover", "--dry-run", server.url("prod"));
        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("would restore");
        assertThat(home).isEmptyDirectory();
        Result wrong = lifeboat.run("recover", server.url("prod"), "--only", "forum");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no database forum there", "blog.db, shop.db");
        Result one = lifeboat.run("recover", "--json", "--only", "blog", server.url("prod"));
        assertThat(one.status()).as(one.err()).isZero();
        assertThat(databases(one)).containsOnlyKeys("blog.db");
        try (Stream<Path> files = Files.list(home.resolve("recovered"))) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("blog.db", "lifeboat.yml", ".lifeboat-recover.jsonl");
        }
    }

    /// What is kept works where these variables are not set: only the keys are left to the environment.
    @Test
    void theConfigurationSaysWhatTheEnvironmentSaidOfTheStore() throws Exception {
        replicated("blog.db", "prod/blog", 3);
        Map<String, String> more = new TreeMap<>(server.environment());
        more.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + server.port());
        more.put("AWS_REGION", "eu-north-1");
        Result result = new CommandFixture(home, more).run("recover", "s3://acme");
        assertThat(result.status()).as(result.err()).isZero();
        String configuration = Files.readString(home.resolve("recovered/lifeboat.yml"));
        assertThat(configuration)
                .contains("s3://acme/prod/blog?endpoint=http://127.0.0.1:" + server.port() + "&region=eu-north-1\"")
                .contains("In the environment it needs: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.");
        Result points = lifeboat.run("points", "--config", "recovered/lifeboat.yml", "blog");
        assertThat(points.status()).as(points.err()).isZero();
    }

    /// OB-5: a store that was heard a moment ago is waited for.
    @Test
    void aStoreThatRestartsBetweenTwoDatabasesFailsNeither() throws Exception {
        replicated("blog.db", "blog", 3);
        replicated("shop.db", "shop", 7);
        Path into = home.resolve("in");
        try (RestartingServer restarting = new RestartingServer(
                server.port(), Duration.ofSeconds(3), () -> Files.exists(into.resolve("blog.db")))) {
            Result result = lifeboat.run("recover", server.url("", restarting.port()), "--into", into.toString());
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(restarting.wasAway()).isTrue();
        }
        assertThat(rows(into.resolve("shop.db"))).isEqualTo(7);
    }

    /// OB-5: an entrypoint starts before the network is there.
    @ParameterizedTest
    @ValueSource(strings = {"-if-db-not-exists", "-if-replica-exists"})
    void aConditionalRestoreWaitsForAStoreThatIsNotThereYet(String condition) throws Exception {
        replicated("blog.db", "blog", 3);
        try (RestartingServer starting = new RestartingServer(server.port(), Duration.ofSeconds(3), () -> true)) {
            Result result = lifeboat.run("restore", condition, "-o", "out.db", server.url("blog", starting.port()));
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(starting.wasAway()).isTrue();
        }
        assertThat(rows(home.resolve("out.db"))).isEqualTo(3);
    }

    /// RS-4: nothing is overwritten, and one that fails does not stop the others.
    @Test
    void whatExistsIsLeftAndTheOthersAreRestored() throws Exception {
        replicated("shop.db", "shop.db", 7);
        replicated("blog.db", "blog.db", 3);
        Path into = Files.createDirectories(home.resolve("recovered"));
        Files.writeString(into.resolve("blog.db"), "precious");
        Result result = lifeboat.run("recover", server.url(""));
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("cannot restore, output path already exists: " + into.resolve("blog.db"));
        assertThat(into.resolve("blog.db")).hasContent("precious");
        assertThat(rows(into.resolve("shop.db"))).isEqualTo(7);
        assertThat(Files.readString(into.resolve("lifeboat.yml"))).contains("#  - path: ", "  - path: ");
        Result again = lifeboat.run("recover", server.url(""));
        assertThat(again.status()).isEqualTo(5);
        assertThat(again.err()).contains("configuration already exists");
    }

    @Test
    void aPlaceWithoutBackupsIsDiagnosed() throws Exception {
        assertThat(lifeboat.run("recover", server.url("")).err()).contains("error: bucket acme is empty");
        replicated("shop.db", "prod/shop.db", 7);
        Result result = lifeboat.run("recover", server.url("prd"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("error: nothing at s3://acme/prd; a backup lies near it")
                .contains("next:  lifeboat recover --dry-run '" + server.url(""));
    }

    /// Exit statuses of product.md 3, and the command that would help, for restore and the listings.
    @Test
    void restoreAndTheListingsExplainThemselves() throws Exception {
        replicated("shop.db", "prod/shop.db", 7);
        Result restore = lifeboat.run("restore", "-o", "out.db", server.url("prod/shop"));
        assertThat(restore.status()).isEqualTo(3);
        assertThat(restore.err())
                .contains("error: nothing at s3://acme/prod/shop; a backup lies near it")
                .contains("nothing was written")
                .contains("next:  lifeboat restore -o out.db '" + server.url("prod/shop.db"));
        Result none = lifeboat.run("restore", "-if-replica-exists", "-o", "out.db", server.url("prod/shop"));
        assertThat(none.status()).isZero();
        for (String listing : new String[] {"points", "generations", "snapshots", "wal"}) {
            Result listed = lifeboat.run(listing, server.url("prod/shop"));
            assertThat(listed.status()).as(listing).isEqualTo(3);
            assertThat(listed.err()).contains("nothing at s3://acme/prod/shop");
        }
        Map<String, String> wrong = new TreeMap<>(server.environment());
        wrong.put("AWS_SECRET_ACCESS_KEY", "canary-wrong");
        Result denied = new CommandFixture(home, wrong)
                .run("restore", "-if-replica-exists", "--json", "-o", "out.db", server.url("prod/shop.db"));
        assertThat(denied.status()).isEqualTo(6);
        assertThat(denied.err())
                .contains("error: wrong credentials: the secret does not belong to this access key id")
                .doesNotContain("canary");
        assertThat(JsonParser.parseString(denied.out())
                        .getAsJsonObject()
                        .getAsJsonObject("problem")
                        .get("code")
                        .getAsString())
                .isEqualTo("store-denied");
        Result bucket = lifeboat.run("points", server.url("prod/shop.db").replace("acme", "acne"));
        assertThat(bucket.status()).isEqualTo(6);
        assertThat(bucket.err()).contains("error: there is no bucket acne at ", "next:  lifeboat points 's3://acme/");
        assertThat(home.resolve("out.db")).doesNotExist();
    }

    @Test
    void fiveDatabasesInTwoFormatsComeBackWithOnlyAUrlAndAKey() throws Exception {
        Path rails = unpacked("v03-rails", "rails");
        Files.move(rails.resolve("production_cable.sqlite3"), scratch.resolve("left-out"));
        inBucketShape(unpacked("v05-levels", "sites/blog"));
        unpacked("v05-page512", "sites/wiki");
        object(server.bucket(), "sites/etc/generations/nothing");
        Result result = lifeboat.run("recover", "--json", server.url(""));
        assertThat(result.status()).as(result.err()).isZero();
        Map<String, String> hashes = new TreeMap<>();
        databases(result)
                .forEach((name, database) ->
                        hashes.put(name, database.get("sha256").getAsString()));
        JsonObject byDatabase = recorded("v03-rails").getAsJsonObject("by_database");
        Map<String, String> expected = new TreeMap<>();
        for (String name : new String[] {"production", "production_cache", "production_queue"}) {
            expected.put(name + ".sqlite3", newest(byDatabase.getAsJsonArray(name)));
        }
        expected.put("blog.db", newest(recorded("v05-levels").getAsJsonArray("restores")));
        expected.put("wiki.db", newest(recorded("v05-page512").getAsJsonArray("restores")));
        assertThat(hashes).isEqualTo(expected);
        Path file = home.resolve("recovered/lifeboat.yml");
        Result listed = lifeboat.run("databases", "--config", file.toString());
        assertThat(listed.out()).contains("recovered/wiki.db", "recovered/production.sqlite3");
        // What only the other format has is refused by its name.
        Result txid = lifeboat.run(
                "restore", "-o", "x.db", "-txid", "0000000000000001", server.url("rails/production.sqlite3"));
        assertThat(txid.status()).isEqualTo(3);
        assertThat(txid.err())
                .contains("error: -txid is of Litestream 0.5", "next:  lifeboat restore -o x.db 's3://acme/rails/");
        Result generation =
                lifeboat.run("restore", "-o", "x.db", "-generation", "00112233445566ff", server.url("sites/wiki"));
        assertThat(generation.status()).isEqualTo(3);
        assertThat(generation.err())
                .contains(
                        "error: -generation is of Litestream 0.3", "next:  lifeboat restore -o x.db 's3://acme/sites/");
    }

    /// As Litestream 0.5 names its objects in a bucket.
    private static void inBucketShape(Path root) throws Exception {
        try (Stream<Path> levels = Files.list(root.resolve("ltx"))) {
            for (Path level : levels.toList()) {
                Files.move(level, root.resolve("000" + level.getFileName()));
            }
        }
        Files.delete(root.resolve("ltx"));
    }

    private static String newest(JsonArray restores) {
        return restores.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.getAsJsonArray("args").isEmpty())
                .findFirst()
                .orElseThrow()
                .get("sha256")
                .getAsString();
    }

    /// The store keeps whole seconds: the recorded times are drawn out by a thousand, so that none is lost.
    @Test
    void fourDatabasesComeBackAtOneInstant() throws Exception {
        unpacked("v03-rails", "rails");
        JsonObject expected = recorded("v03-rails").getAsJsonObject("one_instant");
        Instant instant = drawnOut(Instant.parse(expected.get("timestamp").getAsString()));
        drawOut(server.bucket());
        Result result = lifeboat.run("recover", "--json", "--at", instant.toString(), server.url("rails"));
        assertThat(result.status()).as(result.err()).isZero();
        Map<String, JsonObject> found = databases(result);
        JsonObject byDatabase = expected.getAsJsonObject("by_database");
        assertThat(found).hasSize(byDatabase.size());
        byDatabase.entrySet().forEach(each -> {
            JsonObject database = found.get(each.getKey() + ".sqlite3");
            assertThat(database.get("sha256"))
                    .as(each.getKey())
                    .isEqualTo(each.getValue().getAsJsonObject().get("sha256"));
            assertThat(database.get("seconds_before").getAsDouble()).isNotNegative();
        });
    }

    private static Instant drawnOut(Instant time) {
        return EPOCH.plus(Duration.between(EPOCH, time).multipliedBy(1000));
    }

    private static void drawOut(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                Files.setLastModifiedTime(file, FileTime.from(drawnOut(time)));
            }
        }
    }

    private static JsonObject recorded(String name) throws Exception {
        return JsonParser.parseString(Files.readString(DATA.resolve(name + ".json")))
                .getAsJsonObject();
    }

    private Path unpacked(String name, String prefix) throws Exception {
        Path archive = DATA.resolve(name + ".tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Path root = Files.createDirectories(server.bucket().resolve(prefix));
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return root;
    }
}
