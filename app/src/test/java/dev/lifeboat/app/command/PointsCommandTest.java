package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line of `points` (product.md 3) over backups that real Litestream binaries made.
class PointsCommandTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");

    @TempDir
    Path home;

    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void atHome() {
        lifeboat = new CommandFixture(home, Map.of());
    }

    private String unpacked(String name) throws Exception {
        Path archive = DATA.resolve(name + ".tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Path root = Files.createDirectories(home.resolve("replica"));
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return "file://" + root;
    }

    private JsonArray json(String... args) {
        Result result = lifeboat.run(args);
        assertThat(result.status()).as(result.err()).isZero();
        return new JsonStreamParser(result.out()).next().getAsJsonArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v03-shop", "v03-page512", "v05-page512", "mixed-upgrade", "v03-damaged/hole", "v05-damaged/hole"
            })
    void theListFits80Columns(String name) throws Exception {
        Result result = lifeboat.run("points", unpacked(name));
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("id  ");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void eventsStandBehindThePointsWithTheirCommits() throws Exception {
        Result result = lifeboat.run("points", unpacked("v03-damaged/hole"));
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(1))
                .isEqualTo("fbef283525a79fe9/00000000/00000000  2026-11-21T07:26:45.997Z  11 KiB    snapshot");
        assertThat(lines.subList(lines.size() - 4, lines.size()))
                .containsExactly(
                        "what happened  time                      last point before it",
                        "gap            2026-11-21T07:26:49.589Z  fbef283525a79fe9/00000005/000070c8",
                        "  generations/fbef283525a79fe9/wal/00000005_000070c8.wal.lz4: it is missing: the",
                        "  segment before it ends here, the next begins at 0000d158");
    }

    @Test
    void asJsonEventsAreWordsAndDetailsSayMore() throws Exception {
        String url = unpacked("v03-page512");
        JsonObject changed = json("points", "--json", url).asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(point -> point.getAsJsonArray("events").contains(new JsonPrimitive("schema")))
                .findFirst()
                .orElseThrow();
        assertThat(changed.get("format").getAsString()).isEqualTo("generations");
        assertThat(changed.get("time_source").getAsString()).isEqualTo("storage");
        JsonObject detail = changed.getAsJsonArray("details").get(0).getAsJsonObject();
        assertThat(detail.get("cookie_before").getAsLong()).isEqualTo(9);
        assertThat(detail.get("cookie_after").getAsLong()).isEqualTo(10);
        for (String point : List.of("point", "point_before")) {
            String id = detail.get(point).getAsString();
            assertThat(lifeboat.run("restore", "-o", point + ".db", "--point", id, url)
                            .status())
                    .as(id)
                    .isZero();
        }
    }

    @Test
    void aWindowIsAPartOfTheList() throws Exception {
        String url = unpacked("v03-shop");
        JsonArray all = json("points", "--json", url);
        JsonArray since = json("points", "--json", "--since", "2026-11-21T07:23:00Z", url);
        assertThat(since).isNotEmpty().hasSizeLessThan(all.size());
        assertThat(since.get(since.size() - 1)).isEqualTo(all.get(all.size() - 1));
        JsonArray around = json("points", "--json", "--around", "2026-11-21T07:22:56Z", url);
        assertThat(around).hasSize(20);
        assertThat(all).containsAll(around);
    }

    /// What was learned lies in the state directory; a look that can keep nothing says so and shows the same.
    @Test
    void whatWasLearnedIsKeptInTheStateDirectory() throws Exception {
        String url = unpacked("v05-page512");
        String first = lifeboat.run("points", url).out();
        Path kept = home.resolve(".local/state/lifeboat/points");
        assertThat(kept).isDirectoryContaining(file -> file.toString().endsWith(".points"));
        assertThat(lifeboat.run("points", url).out()).isEqualTo(first);
        deleteAll(kept);
        Files.writeString(kept, "in the way");
        Result blocked = lifeboat.run("points", url);
        assertThat(blocked.status()).isZero();
        assertThat(blocked.out()).isEqualTo(first);
        assertThat(blocked.err()).contains("warning: what was learned cannot be kept in " + kept);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
