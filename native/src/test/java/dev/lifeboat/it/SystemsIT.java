package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configurations of systems A, E and F end to end. The same files as `SystemsTest` reads, moved into a scratch
/// directory; [#onTheStore] says where their buckets are.
class SystemsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://([0-9.]+:\\d+)");

    @TempDir
    Path scratch;

    private Image image;
    private final List<Image.Running> started = new ArrayList<>();

    @BeforeEach
    void takeTheImage() {
        image = Image.packaged(scratch);
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        for (Image.Running each : started) {
            each.process().destroyForcibly().waitFor();
        }
    }

    /// Buckets are directories here. A store that speaks S3 takes this place where there is one.
    private String onTheStore(String configuration) {
        return configuration.replace("s3://", "file://" + scratch + "/store/");
    }

    @Test
    void aKubernetesSidecarFindsWhatAppearsAndAnswersItsProbes() throws Exception {
        Path memos = make("var/opt/memos/memos_prod.db");
        Image.Running running = replicate("a-kubernetes");
        Wait.until(
                LIMIT,
                "its address is told",
                () -> ADDRESS.matcher(running.err()).find());
        Wait.until(LIMIT, "memos is sent", () -> image.run("sync", memos).status() == 0);
        Path mealie = make("app/data/mealie.db");
        Wait.until(
                LIMIT,
                "mealie is found and sent",
                () -> image.run("sync", mealie).status() == 0);
        assertThat(get(running, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(running, "/metrics").body())
                .contains("lifeboat_state{db=\"" + mealie + "\",state=\"replicating\"} 1")
                .contains("litestream_replica_wal_offset{db=\"" + memos + "\",name=\"");
        assertThat(get(running, "/status").body()).startsWith("[{\"database\":\"" + memos + "\"");
        assertThat(running.err().lines().filter(line -> line.startsWith("{")))
                .as("logging.type: json")
                .anySatisfy(line -> assertThat(line).contains("\"level\":\"INFO\"", "\"db\":\"" + memos + "\""));
        running.process().destroy();
        assertThat(running.end(LIMIT).status()).isZero();
        assertRestores(memos, "store/pods/memos");
        assertRestores(mealie, "store/pods/mealie/mealie.db");
    }

    @Test
    void aDatabaseOfADirectoryThatIsGoneEndsAloneAndComesBack() throws Exception {
        Path mealie = make("app/data/mealie.db");
        Image.Running running = replicate("a-kubernetes");
        Wait.until(LIMIT, "mealie is sent", () -> image.run("sync", mealie).status() == 0);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(mealie.resolveSibling("mealie.db" + suffix));
        }
        Wait.until(LIMIT, "its replication has ended", () -> running.err().contains("is gone"));
        make("app/data/mealie.db");
        Wait.until(
                LIMIT, "mealie is sent again", () -> image.run("sync", mealie).status() == 0);
        running.process().destroy();
        assertThat(running.end(LIMIT).status()).isZero();
        assertRestores(mealie, "store/pods/mealie/mealie.db");
    }

    @Test
    void oneMachineReplicatesTheFileOfItsDirectory() throws Exception {
        Path fruits = make("fruits.db");
        Image.Running running = replicate("e-one-machine");
        Wait.until(LIMIT, "fruits are sent", () -> image.run("sync", fruits).status() == 0);
        running.process().destroy();
        assertThat(running.end(LIMIT).status()).isZero();
        assertRestores(fruits, "store/mybkt.localhost:9000/fruits.db");
    }

    @Test
    void fourDatabasesOfOneApplicationAreSentEachToItsPlace() throws Exception {
        List<String> names = List.of("production", "production_cache", "production_queue", "production_cable");
        List<Path> databases = new ArrayList<>();
        for (String name : names) {
            databases.add(make("data/storage/" + name + ".sqlite3"));
        }
        Image.Running running = replicate("f-kamal-four");
        for (Path database : databases) {
            Wait.until(
                    LIMIT,
                    database + " is sent",
                    () -> image.run("sync", database).status() == 0);
        }
        running.process().destroy();
        assertThat(running.end(LIMIT).status()).isZero();
        assertRestores(databases.getFirst(), "store/app-backups/production");
        assertRestores(databases.getLast(), "store/app-backups/cable");
    }

    /// DB-3: while we have it open, SQLite refuses to leave WAL mode.
    @Test
    void aMigrationThatLeavesWalModeIsPausedFor() throws Exception {
        Path fruits = make("fruits.db");
        Image.Running running = replicate("e-one-machine");
        Wait.until(LIMIT, "fruits are sent", () -> image.run("sync", fruits).status() == 0);
        assertThat(String.join(" ", SqliteShell.ask(fruits, ".timeout 100\nPRAGMA journal_mode=delete;")))
                .contains("locked");
        Image.Ended paused = image.run("pause", fruits);
        assertThat(paused.status()).as(paused.err()).isZero();
        assertThat(paused.out()).startsWith(fruits + "  paused  ");
        assertThat(SqliteShell.ask(fruits, "PRAGMA journal_mode=delete; INSERT INTO t VALUES (2);"))
                .containsExactly("delete");
        assertThat(image.run("resume", fruits).status()).as("not in WAL mode").isEqualTo(1);
        assertThat(SqliteShell.ask(fruits, "PRAGMA journal_mode=wal;")).containsExactly("wal");
        Image.Ended resumed = image.run("resume", fruits);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        running.process().destroy();
        assertThat(running.end(LIMIT).status()).isZero();
        assertRestores(fruits, "store/mybkt.localhost:9000/fruits.db");
    }

    @Test
    void whereNoReplicatorRunsPauseResumeAndSyncSaySo() throws Exception {
        Path fruits = make("fruits.db");
        for (String command : List.of("pause", "resume", "sync")) {
            Image.Ended ended = image.run(command, fruits);
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("error: no replicate runs for " + fruits, "next:  lifeboat replicate");
        }
    }

    private Path make(String name) throws Exception {
        Path database = scratch.resolve(name);
        Files.createDirectories(database.getParent());
        SqliteShell.ask(database, "PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES (1);");
        return database;
    }

    private Image.Running replicate(String name) throws IOException {
        Path original = Path.of(
                System.getProperty("lifeboat.root"), "app/src/test/resources/systems/" + name + ".litestream.yml");
        String text = onTheStore(Files.readString(original))
                .replace("/var/opt", scratch + "/var/opt")
                .replace("/app/data", scratch + "/app/data")
                .replace("/data/storage", scratch + "/data/storage")
                .replace("${LITESTREAM_S3_BUCKET}", "pods")
                .replace("\":9090\"", "\":0\"");
        Path file = Files.writeString(scratch.resolve("litestream.yml"), text);
        Image.Running running = image.start(scratch, "replicate", "-config", file);
        started.add(running);
        return running;
    }

    private static HttpResponse<String> get(Image.Running running, String path) throws Exception {
        Matcher address = ADDRESS.matcher(running.err());
        assertThat(address.find()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + address.group(1) + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private void assertRestores(Path database, String replica) throws Exception {
        Path copy = Files.createTempDirectory(scratch, "copy").resolve("copy.db");
        Image.Ended ended = image.run("restore", "-o", copy, "file://" + scratch.resolve(replica));
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(SqliteShell.ask(copy, "SELECT * FROM t;")).isEqualTo(SqliteShell.ask(database, "SELECT * FROM t;"));
    }
}
