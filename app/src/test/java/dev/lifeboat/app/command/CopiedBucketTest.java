package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.Surroundings;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// product.md 5: object metadata carries the true commit time, so copying a bucket does not move history. A real
/// history lies in an independent S3 server, all of it uploaded just now.
class CopiedBucketTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");
    private static final String ARCHIVE = "v03-page512";

    @TempDir
    Path directory;

    private final List<BucketServer> servers = new ArrayList<>();

    private BucketServer server() {
        return servers.getFirst();
    }

    @BeforeEach
    void copy() throws Exception {
        Path archive = DATA.resolve(ARCHIVE + ".tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Path root = Files.createDirectories(directory.resolve("replica"));
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        servers.add(new BucketServer(directory.resolve("s3")));
        Surroundings surroundings = new Surroundings(
                server().environment(),
                directory,
                directory,
                Optional.empty(),
                Clock.systemUTC(),
                false,
                false,
                false,
                false);
        try (ObjectStore store = Parts.real(surroundings).store(ReplicaSettings.ofUrl(url()));
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant commit = Files.getLastModifiedTime(file).toInstant();
                store.put(new Upload(
                        root.relativize(file).toString(),
                        () -> Files.newInputStream(file),
                        PutCondition.IF_ABSENT,
                        Map.of(ObjectMetadata.COMMIT_TIME, commit.toString())));
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (BucketServer each : servers) {
            each.close();
        }
    }

    private String url() {
        return server().url("prod/app");
    }

    @Test
    void everyRecordedMomentIsRestoredByTheTimesOfTheCommits() throws Exception {
        CommandFixture lifeboat = new CommandFixture(directory, server().environment());
        JsonArray restores = JsonParser.parseString(Files.readString(DATA.resolve(ARCHIVE + ".json")))
                .getAsJsonObject()
                .getAsJsonArray("restores");
        int restored = 0;
        for (JsonElement element : restores) {
            JsonObject expected = element.getAsJsonObject();
            List<String> arguments = expected.getAsJsonArray("args").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
            int at = arguments.indexOf("-timestamp");
            if (at >= 0) {
                Result result = lifeboat.run(
                        "restore",
                        "-o",
                        "out" + restored + ".db",
                        "--json",
                        "-timestamp",
                        arguments.get(at + 1),
                        url());
                assertThat(result.status()).as(result.err()).isZero();
                JsonObject answer = new JsonStreamParser(result.out()).next().getAsJsonObject();
                assertThat(answer.get("sha256")).isEqualTo(expected.get("sha256"));
                assertThat(Instant.parse(answer.get("found_time").getAsString()))
                        .isBeforeOrEqualTo(Instant.parse(arguments.get(at + 1)));
                restored++;
            }
        }
        assertThat(restored).isPositive();
        assertThat(lifeboat.run("restore", "-o", "early.db", "-timestamp", "2026-11-21T07:00:00Z", url())
                        .status())
                .isEqualTo(3);
    }

    @Test
    void pointsAroundAMomentHaveTheirOwnTimesAndOthersThoseOfTheStorage() {
        CommandFixture lifeboat = new CommandFixture(directory, server().environment());
        Result result = lifeboat.run("points", "--json", "--around", "2026-11-21T07:23:21.5Z", url());
        assertThat(result.status()).as(result.err()).isZero();
        JsonArray points = new JsonStreamParser(result.out()).next().getAsJsonArray();
        assertThat(points).anySatisfy(point -> {
            JsonObject object = point.getAsJsonObject();
            assertThat(object.get("time_source").getAsString()).isEqualTo("writer");
            assertThat(object.get("time").getAsString()).startsWith("2026-11-21T07:23:21.");
        });
        JsonArray all = new JsonStreamParser(
                        lifeboat.run("points", "--json", url()).out())
                .next()
                .getAsJsonArray();
        assertThat(all)
                .allSatisfy(point -> assertThat(
                                point.getAsJsonObject().get("time_source").getAsString())
                        .startsWith("storage"));
    }
}
