package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command lines of `verify` and of the listings (product.md 3) over backups that are damaged, not there, or in a
/// store that does not answer.
class VerifyCommandTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");

    /// Nothing listens on the port that nobody may use.
    private static final String DEAD = "s3://bucket/app?endpoint=http://127.0.0.1:1&region=us-east-1";

    @TempDir
    Path home;

    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void atHome() {
        lifeboat = new CommandFixture(home, Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"));
    }

    private Path unpacked(String name, String into) throws Exception {
        Path archive = DATA.resolve(name + ".tar");
        Assumptions.assumeTrue(Files.exists(archive), "skipped: no " + archive);
        Path root = Files.createDirectories(home.resolve(into));
        Process tar = new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return root;
    }

    private void configured(String... urls) throws Exception {
        StringBuilder yaml = new StringBuilder("dbs:\n  - path: " + home.resolve("app.db") + "\n    replicas:\n");
        for (int i = 0; i < urls.length; i++) {
            yaml.append("      - name: r")
                    .append(i)
                    .append("\n        url: ")
                    .append(urls[i])
                    .append('\n');
        }
        Files.writeString(home.resolve("l.yml"), yaml);
    }

    private Result withConfiguration(String command, String... more) {
        List<String> words = new ArrayList<>(
                List.of(command, "--config", home.resolve("l.yml").toString()));
        words.addAll(List.of(more));
        words.add(home.resolve("app.db").toString());
        return lifeboat.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "v03-damaged/hole, missing, generations/fbef283525a79fe9/wal/00000005_000070c8.wal.lz4",
        "v03-damaged/no-snapshot, missing, generations/fbef283525a79fe9/snapshots/00000000.snapshot.lz4",
        "v03-damaged/empty-object, damaged, generations/fbef283525a79fe9/wal/00000005_000070c8.wal.lz4",
        "v05-damaged/truncated, damaged, ltx/0/000000000000002f-000000000000002f.ltx"
    })
    void whatIsBrokenIsNamedWithin80Columns(String archive, String label, String key) throws Exception {
        Path root = unpacked(archive, "replica");
        Result result = lifeboat.run("verify", "file://" + root);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains(label + " ".repeat(12 - label.length()) + key + ":");
        assertThat(result.err()).contains("1 object is not as it should be").contains("nothing was changed");
        // The temporary directory is of any length.
        assertThat(result.out().replace(root.toString(), "").lines()).allMatch(line -> line.length() <= 80);
        assertThat(result.err().replace(root.toString(), "").lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void theNextCommandCanBePasted() throws Exception {
        Path root = unpacked("v03-damaged/no-snapshot", "it's a b&c");
        Result result = lifeboat.run("verify", "file://" + root);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err().lines().toList().getLast())
                .isEqualTo("next:  lifeboat points 'file://" + root.toString().replace("'", "'\\''") + "'");
    }

    @Test
    void aPlaceWithoutABackupIsDiagnosedAsForARestore() throws Exception {
        unpacked("v05-page512", "prod/app");
        String wrong = "file://" + home.resolve("prod/ap");
        Files.createDirectories(home.resolve("prod/ap"));
        Result verified = lifeboat.run("verify", wrong);
        Result restored = lifeboat.run("restore", "-o", home.resolve("o.db").toString(), wrong);
        assertThat(verified.status()).isEqualTo(restored.status());
        assertThat(verified.err().lines().findFirst())
                .isEqualTo(restored.err().lines().findFirst());
        assertThat(verified.err()).contains("next:  lifeboat verify file://" + home.resolve("prod/app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"points", "generations", "snapshots", "wal", "ltx", "verify"})
    void whoReadsJsonIsToldThatAStoreCannotBeReached(String command) {
        Result result = lifeboat.run(command, "--json", DEAD);
        assertThat(result.status()).isEqualTo(6);
        JsonObject object = new JsonStreamParser(result.out()).next().getAsJsonObject();
        assertThat(object.get("outcome").getAsString()).isEqualTo("failed");
        JsonObject problem = object.getAsJsonObject("problem");
        assertThat(problem.get("code").getAsString()).isEqualTo("store-unreachable");
        assertThat(result.err()).startsWith("error: " + problem.get("message").getAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"points", "generations", "snapshots", "wal"})
    void oneDeadReplicaTakesNothingFromTheOthers(String command) throws Exception {
        Path root = unpacked("v03-page512", "replica");
        configured(DEAD, "file://" + root);
        Result both = withConfiguration(command);
        Result alone = withConfiguration(command, "--replica", "r1");
        assertThat(alone.status()).isZero();
        assertThat(both.status()).isEqualTo(6);
        assertThat(both.out()).isEqualTo(alone.out());
        assertThat(both.err()).contains("nothing listens at 127.0.0.1:1").contains("replica r0 of ");
    }

    @Test
    void oneDeadReplicaIsNamedBesideTheAuditOfTheOthers() throws Exception {
        configured("file://" + unpacked("v05-page512", "replica"), DEAD);
        Result text = withConfiguration("verify");
        assertThat(text.status()).isEqualTo(6);
        assertThat(text.out()).contains("sound, as far as chain looks").contains("replica     r1");
        Result json = withConfiguration("verify", "--json");
        assertThat(json.status()).isEqualTo(6);
        JsonArray array = new JsonStreamParser(json.out()).next().getAsJsonArray();
        assertThat(array).hasSize(2);
        assertThat(array.get(0).getAsJsonObject().get("outcome").getAsString()).isEqualTo("sound");
        assertThat(array.get(1).getAsJsonObject().get("outcome").getAsString()).isEqualTo("failed");
    }
}
