package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recovery after one that was killed, and what `recover` says of places that it cannot use.
class RecoverAgainTest {
    @TempDir
    private Path scratch;

    private Path home = Path.of("/");
    private Path store = Path.of("/");
    private Path into = Path.of("/");
    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectories(scratch.toRealPath().resolve("home"));
        store = home.resolve("store");
        into = home.resolve("in");
        lifeboat = new CommandFixture(home, Map.of());
    }

    private void replicated(String name, String prefix) throws Exception {
        Path file = Files.createDirectories(scratch.resolve("lost")).resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE t(x)");
            statement.execute("INSERT INTO t VALUES ('" + name + "')");
        }
        Result once = lifeboat.run("replicate", "-once", file.toString(), url(prefix));
        assertThat(once.status()).as(once.err()).isZero();
    }

    private String url(String prefix) {
        return "file://" + store + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    private Result recover(String... more) {
        return lifeboat.run(Stream.concat(Stream.of("recover", url(""), "--into", into.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private String configuration() throws IOException {
        return Files.readString(into.resolve("lifeboat.yml"));
    }

    /// What a kill leaves that came behind the databases and before the configuration.
    private void killedBeforeTheConfiguration() throws Exception {
        Result first = recover();
        assertThat(first.status()).as(first.err()).isZero();
        Files.delete(into.resolve("lifeboat.yml"));
    }

    /// The first snapshot below a prefix.
    private Path snapshot(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve(prefix))) {
            return files.filter(file -> file.toString().endsWith(".snapshot.lz4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aSecondRunCountsWhatTheKilledOnePutInPlace() throws Exception {
        replicated("shop.db", "prod/shop.db");
        replicated("blog.db", "prod/blog.db");
        killedBeforeTheConfiguration();
        Files.delete(into.resolve("shop.db"));
        Path record = into.resolve(".lifeboat-recover.jsonl");
        Files.writeString(record, "\n0badc0de {\"name\":\"sh", StandardOpenOption.APPEND);
        byte[] blog = Files.readAllBytes(into.resolve("blog.db"));
        Result dry = recover("--dry-run");
        assertThat(dry.status()).as(dry.err()).isZero();
        Result second = recover();
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.out())
                .containsPattern("blog\\.db .* restored before")
                .containsPattern("shop\\.db .* restored\n");
        assertThat(into.resolve("blog.db")).hasBinaryContent(blog);
        assertThat(configuration())
                .contains("  - path: \"" + into + "/blog.db\"")
                .doesNotContain("#  - path", "lacks");
        String file = into.resolve("lifeboat.yml").toString();
        assertThat(lifeboat.run("databases", "--config", file).out()).contains("blog.db", "shop.db");
    }

    @Test
    void jsonHasTheSameOfADatabaseThatWasRestoredBefore() throws Exception {
        replicated("blog.db", "blog.db");
        JsonObject first = only(recover("--json"));
        Files.delete(into.resolve("lifeboat.yml"));
        JsonObject second = only(recover("--json"));
        assertThat(second.get("outcome").getAsString()).isEqualTo("restored-before");
        for (String same : new String[] {"point", "found_time", "sha256", "bytes", "checks", "seconds_before"}) {
            assertThat(second.get(same)).as(same).isEqualTo(first.get(same));
        }
    }

    private static JsonObject only(Result result) {
        return JsonParser.parseString(result.out())
                .getAsJsonObject()
                .getAsJsonArray("databases")
                .get(0)
                .getAsJsonObject();
    }

    /// RS-4: a file is not ours because it stands there.
    @Test
    void aFileThatIsNotProvedToBeOursStaysAndTheConfigurationSaysThatItIsLacking() throws Exception {
        replicated("shop.db", "shop.db");
        replicated("blog.db", "blog.db");
        killedBeforeTheConfiguration();
        Files.writeString(into.resolve("blog.db"), "x", StandardOpenOption.APPEND);
        Result second = recover();
        assertThat(second.status()).isEqualTo(5);
        assertThat(second.err())
                .contains(
                        "error: cannot restore, output path already exists: " + into.resolve("blog.db"),
                        "an earlier recovery put it there, and it was changed since",
                        "it was left as it is",
                        "next:  lifeboat restore -o " + into.resolve("blog-restored.db") + " " + url("blog.db"),
                        "warning: the configuration lacks 1 of 2 databases:\n         " + into.resolve("blog.db"),
                        "status --config " + into.resolve("lifeboat.yml") + "   # lacks 1 of 2 databases");
        assertThat(configuration()).startsWith("# Written by").contains("# It lacks 1 of 2 databases");
    }

    @Test
    void aFileOfAnotherMomentOrOfAnotherBackupOrWithALogIsNotTakenForTheSame() throws Exception {
        replicated("blog.db", "blog.db");
        killedBeforeTheConfiguration();
        assertThat(recover("--at", "2100-01-01T00:00:00Z").err())
                .contains("an earlier recovery put it there, without --at");
        Files.writeString(into.resolve("blog.db-wal"), "x");
        assertThat(recover().err()).contains("an earlier recovery put it there, and it was changed since");
        Files.delete(into.resolve("blog.db-wal"));
        Files.move(store, home.resolve("elsewhere"));
        assertThat(lifeboat.run("recover", "file://" + home.resolve("elsewhere"), "--into", into.toString())
                        .err())
                .contains("it is not from an earlier recovery of this backup");
        assertThat(into.resolve("lifeboat.yml")).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeUsedIsRefusedBeforeAnythingIsRead() throws Exception {
        replicated("blog.db", "blog.db");
        Path file = Files.writeString(home.resolve("afile"), "x");
        for (Path wrong : new Path[] {file, file.resolve("below")}) {
            Result result = lifeboat.run("recover", url(""), "--into", wrong.toString());
            assertThat(result.status()).isEqualTo(5);
            assertThat(result.err())
                    .contains(
                            "error: cannot recover into " + wrong + ": ", " is not a directory", "nothing was written");
        }
        assertThat(recover().status()).isZero();
        Result again = recover("--only", "blog");
        assertThat(again.status()).isEqualTo(5);
        assertThat(again.err())
                .contains("with it moved away, what an earlier recovery put in place is recognised")
                .contains("next:  lifeboat recover --into " + into + "-2 " + url("") + " --only blog\n");
    }

    /// product.md 3: one object on standard output, whatever comes of it.
    @Test
    void jsonIsPrintedAlsoWhereNothingCanBeRestored() {
        Result nothing = lifeboat.run("recover", "--json", url("none"));
        assertThat(nothing.status()).isEqualTo(3);
        assertThat(code(nothing)).isEqualTo("no-backup");
        Map<String, String> keys = Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "canary");
        Result away = new CommandFixture(home, keys).run("recover", "--json", "s3://acme?endpoint=http://127.0.0.1:1");
        assertThat(away.status()).isEqualTo(6);
        assertThat(code(away)).isEqualTo("store-unreachable");
        assertThat(away.err()).contains("error: ");
    }

    private static String code(Result result) {
        assertThat(result.out().lines()).hasSize(1);
        return JsonParser.parseString(result.out())
                .getAsJsonObject()
                .getAsJsonObject("problem")
                .get("code")
                .getAsString();
    }

    @Test
    void aPrefixChoosesAllBelowIt() throws Exception {
        replicated("one.db", "rails/one.db");
        replicated("two.db", "rails/two.db");
        replicated("three.db", "railsx/three.db");
        Result result = recover("--only", "rails", "--dry-run");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("one\\.db .* would restore")
                .containsPattern("two\\.db .* would restore");
        assertThat(result.out()).doesNotContainPattern("three\\.db .* would restore");
    }

    @Test
    void withoutASnapshotNoMomentIsBlamed() throws Exception {
        Path segment = store.resolve("dam.db/generations/0000000000000001/wal/00000000_00000000.wal.lz4");
        Files.createDirectories(segment.getParent());
        Files.writeString(segment, "x");
        Result result = recover("--at", "2001-01-01T00:00:00Z");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains(": it has no snapshot to start from");
    }

    @Test
    void aDryRunDoesNotPromiseWhatTheListingShowsToBeEmpty() throws Exception {
        replicated("blog.db", "blog.db");
        Files.write(snapshot("blog.db"), new byte[0]);
        Result dry = recover("--dry-run");
        Result real = recover();
        assertThat(dry.status()).isEqualTo(3).isEqualTo(real.status());
        assertThat(dry.err()).contains(".snapshot.lz4: it is empty");
        assertThat(real.err()).contains(".snapshot.lz4: it is empty");
    }

    /// SE-11: what is offered can be pasted, and nothing reaches the terminal or the configuration as it is.
    @Test
    void namesThatDriveATerminalAreWrittenAsBytes() throws Exception {
        replicated("a.db", "a\u202egnp.db");
        replicated("b.db", "b\u001b[2J/b.db");
        Files.createDirectories(into);
        Files.writeString(into.resolve("a_gnp.db"), "foreign");
        replicated("c.db", "c\u202ec.db");
        Result result = recover();
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err())
                .contains(
                        "next:  lifeboat restore -o " + into + "/a_gnp-restored.db $'" + url("a\\342\\200\\256gnp.db'"))
                .contains("warning: a backup is left out, its prefix holds a control character: b\\x1b[2J/b.db");
        assertThat(result.out()).contains("1 backup of 1 object left out").doesNotContain("other object");
        assertThat(configuration() + result.err() + result.out()).doesNotContain("\u202e", "\u001b");
        String file = into.resolve("lifeboat.yml").toString();
        assertThat(lifeboat.run("databases", "--config", file).out()).contains("c_c.db");
    }

    /// The exit status is the worst: what was left out was not restored.
    @Test
    void aBackupThatWasLeftOutIsNoSuccessUnlessItWasNotAskedFor() throws Exception {
        replicated("a.db", "a.db");
        replicated("b.db", "b\u001b[2J/b.db");
        assertThat(recover("--dry-run").status()).isEqualTo(5);
        assertThat(recover("--only", "a").status()).isZero();
        assertThat(recover("--json").status()).isEqualTo(5);
    }
}
