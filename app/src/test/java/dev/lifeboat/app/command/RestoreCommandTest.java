package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.app.command.CommandFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line of `restore` over backups that real Litestream binaries made.
class RestoreCommandTest {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root"), "..", "shared", "data");

    @TempDir
    Path home;

    private CommandFixture lifeboat = new CommandFixture(Path.of("/"), Map.of());

    @BeforeEach
    void atHome() {
        lifeboat = new CommandFixture(home, Map.of());
    }

    @Test
    void theNewestStateIsRestoredToTheRecordedHash() throws Exception {
        String url = unpacked("v03-shop");
        Result result = lifeboat.run("restore", "-o", "out.db", "-json", url);
        assertThat(result.status()).as(result.err()).isZero();
        JsonObject object = new JsonStreamParser(result.out()).next().getAsJsonObject();
        assertThat(object.get("outcome").getAsString()).isEqualTo("restored");
        assertThat(object.get("sha256").getAsString())
                .isEqualTo("ba001a707d17384f9ae3a7db27cdf5e2c8fe03decc7bdd3f90b03032624bf7b7");
        assertThat(object.get("page_size").getAsInt()).isEqualTo(4096);
        assertThat(object.get("asked").isJsonNull()).isTrue();
        assertThat(object.get("problem").isJsonNull()).isTrue();
        assertThat(home.resolve("out.db")).hasSize(3_817_472);
    }

    @Test
    void aRefusalOffersACommandThatWorks() throws Exception {
        String url = unpacked("v03-damaged/hole");
        Result refused = lifeboat.run("restore", "-o", "out.db", url);
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .contains("error: generations/")
                .contains("00000005_000070c8.wal.lz4", "nothing was written", "next:  lifeboat restore ");
        assertThat(filesAtHome()).doesNotContain("out.db");
        String[] next = refused.err()
                .lines()
                .filter(line -> line.startsWith("next:"))
                .findFirst()
                .orElseThrow()
                .substring("next:  lifeboat ".length())
                .split(" ");
        assertThat(lifeboat.run(next).status()).isZero();
        assertThat(filesAtHome()).contains("out.db");
    }

    @Test
    void aRefusalAsJsonHasTheProblemAndTheNearestPoints() throws Exception {
        String url = unpacked("v03-damaged/hole");
        Result refused = lifeboat.run("restore", "-o", "out.db", "--json", url);
        JsonObject object = new JsonStreamParser(refused.out()).next().getAsJsonObject();
        assertThat(object.get("outcome").getAsString()).isEqualTo("refused");
        JsonObject problem = object.getAsJsonObject("problem");
        assertThat(problem.get("code").getAsString()).isEqualTo("broken-chain");
        assertThat(problem.get("index").getAsString()).isEqualTo("00000005");
        assertThat(problem.get("offset").getAsString()).isEqualTo("000070c8");
        assertThat(object.getAsJsonObject("nearest").getAsJsonObject("before").has("point"))
                .isTrue();
    }

    @Test
    void whatExistsIsNeverOverwritten() throws IOException {
        Files.writeString(home.resolve("out.db"), "precious");
        Result result = lifeboat.run("restore", "-o", "out.db", "file://" + home.resolve("nothing"));
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("cannot restore, output path already exists: " + home.resolve("out.db"));
        assertThat(home.resolve("out.db")).hasContent("precious");
        assertThat(lifeboat.run("restore", "-if-db-not-exists", "-o", "out.db", "file:///nothing")
                        .status())
                .isZero();
    }

    @Test
    void anEmptyReplicaIsNoErrorOnlyWhereThatWasAskedFor() {
        String url = "file://" + home.resolve("empty");
        assertThat(lifeboat.run("restore", "-o", "out.db", url).status()).isEqualTo(3);
        Result result = lifeboat.run("restore", "-if-replica-exists", "-o", "out.db", url);
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("no matching backups found\n");
    }

    /// An entrypoint whose variable for the URL is not set must not start the application empty.
    @Test
    void anEmptySubjectIsNotTheWorkingDirectory() {
        for (String subject : new String[] {"", " "}) {
            assertUsage("DB|URL is empty", "restore", "-if-replica-exists", "-o", "out.db", subject);
            assertUsage("DB|URL is empty", "verify", subject);
            assertUsage("DB|URL is empty", "points", subject);
        }
    }

    /// A directory that a container engine made for a missing mount, a link into a volume that is empty: no database.
    @Test
    void whatIsNoFileIsNoDatabaseThatExistsAlready() throws Exception {
        String url = unpacked("v03-shop");
        Files.createDirectory(home.resolve("directory"));
        Files.createSymbolicLink(home.resolve("link"), home.resolve("volume/app.db"));
        Result directory = lifeboat.run(guarded("directory", url));
        assertThat(directory.status()).isEqualTo(5);
        assertThat(directory.err()).contains("it is a directory");
        Result link = lifeboat.run(guarded("link", url));
        assertThat(link.status()).isEqualTo(5);
        assertThat(link.err()).contains("it is a symbolic link, and what it leads to does not exist");

        assertThat(lifeboat.run(guarded("link", "file://" + home.resolve("empty")))
                        .status())
                .as("the first start")
                .isZero();
        Files.createDirectory(home.resolve("volume"));
        Files.createFile(home.resolve("volume/app.db"));
        assertThat(lifeboat.run(guarded("link", url)).err()).isEqualTo("database already exists, skipping\n");
    }

    private static String[] guarded(String output, String url) {
        return new String[] {"restore", "-if-db-not-exists", "-if-replica-exists", "-o", output, url};
    }

    @Test
    void aMomentBeforeAGenerationIsSaidToBeThat() throws Exception {
        String url = unpacked("v03-generations");
        Result result = lifeboat.run(
                "restore", "-o", "x.db", "-generation", "c13a737816c15844", "-timestamp", "2026-11-21T07:23:10Z", url);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .startsWith(
                        "error: no restore point at or before 2026-11-21T07:23:10Z in generation c13a737816c15844\n")
                .contains("(c13a737816c15844/00000000/00000000) in generation c13a737816c15844 in file:");
    }

    /// The first replica is of the other format, the second is empty: what the third can give is what is said.
    @Test
    void ofSeveralReplicasTheOneThatIsClosestIsToldOf() throws Exception {
        String url = unpacked("v05-levels");
        Path older = home.resolve("older");
        Files.move(home.resolve("replica"), home.resolve("newer"));
        unpacked("v03-generations");
        Files.move(home.resolve("replica"), older);
        Files.createDirectory(home.resolve("empty"));
        Files.move(home.resolve("newer"), home.resolve("replica"));
        Files.writeString(home.resolve("l.yml"), """
                dbs:
                  - path: %s/app.db
                    replicas:
                      - {name: empty, url: "file://%s/empty"}
                      - {name: older, url: "file://%s"}
                      - {name: newer, url: "%s"}
                """.formatted(home, home, older, url));
        Result refused = lifeboat.run("restore", "-config", "l.yml", "-o", "x.db", "-txid", "0000000000000100", "app");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .contains("transaction 0000000000000100 lies inside it")
                .contains("next:  lifeboat restore -config l.yml -o x.db --point ltx/00000000000000fb app");
        Result tooEarly =
                lifeboat.run("restore", "-config", "l.yml", "-o", "x.db", "-timestamp", "2020-01-01T00:00:00Z", "app");
        assertThat(tooEarly.err()).startsWith("error: no restore point at or before 2020-01-01T00:00:00Z\n");
    }

    @Test
    void listingsHaveLitestreamsColumns() throws Exception {
        String url = unpacked("v03-shop");
        assertThat(lifeboat.run("snapshots", url).out().lines())
                .containsExactly(
                        "replica  generation        index  size   created",
                        "file     4dddf8a1c088c274  0      68442  2026-11-21T07:22:53Z");
        assertThat(lifeboat.run("generations", url).out())
                .startsWith("name  generation        lag")
                .contains("4dddf8a1c088c274");
        assertThat(lifeboat.run("wal", "-generation", "4dddf8a1c088c274", url)
                        .out()
                        .lines()
                        .count())
                .isEqualTo(307);
    }

    @Test
    void aTransactionOfTheLtxFormatIsRestoredAndAHoleInItIsRefused() throws Exception {
        String url = unpacked("v05-damaged/hole");
        Result refused = lifeboat.run("restore", "-o", "out.db", "--json", url);
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .contains("error: ltx/0/000000000000002f-000000000000002f.ltx: it is missing")
                .contains("next:  lifeboat restore -o out.db --point ltx/000000000000002e ");
        JsonObject problem =
                new JsonStreamParser(refused.out()).next().getAsJsonObject().getAsJsonObject("problem");
        assertThat(problem.get("txid").getAsString()).isEqualTo("000000000000002f");
        assertThat(filesAtHome()).doesNotContain("out.db");
        Result restored = lifeboat.run("restore", "-o", "out.db", "-json", "-txid", "000000000000002E", url);
        assertThat(restored.status()).as(restored.err()).isZero();
        JsonObject object = new JsonStreamParser(restored.out()).next().getAsJsonObject();
        assertThat(object.get("format").getAsString()).isEqualTo("ltx");
        assertThat(object.get("point").getAsString()).isEqualTo("ltx/000000000000002e");
        assertThat(object.get("sha256").getAsString())
                .isEqualTo("dd214a55a203d6baa7dde7667d37e1d6bf0c193533b4378968953dfc455ba8f2");
    }

    @Test
    void listingsOfTheLtxFormatHaveLitestreamsColumns() throws Exception {
        String url = unpacked("v05-levels");
        assertThat(lifeboat.run("ltx", url).out())
                .startsWith("level  min_txid          max_txid          size   created")
                .contains("0      0000000000000180  0000000000000180  13240  2026-11-21T07:24:");
        assertThat(lifeboat.run("ltx", "-level", "all", url).out().lines()).hasSize(43);
        assertThat(lifeboat.run("ltx", "-level", "10", url).status()).isEqualTo(2);
        assertThat(lifeboat.run("snapshots", url).out()).contains("file     ltx         ");
        assertThat(lifeboat.run("generations", url).out()).contains("file  ltx  ");
        assertThat(lifeboat.run("points", "--json", url).out())
                .contains("\"id\":\"ltx/0000000000000193\"", "\"txid\":\"0000000000000193\"");
    }

    /// Issue 5: objects, bytes, requests, seconds, disk.
    @Test
    void aDryRunSaysWhatItWouldReadAskTakeAndNeed() throws Exception {
        String url = unpacked("v03-shop");
        Result json = lifeboat.run("restore", "--dry-run", "--json", "-o", "out.db", url);
        assertThat(json.status()).as(json.err()).isZero();
        JsonObject object = new JsonStreamParser(json.out()).next().getAsJsonObject();
        assertThat(object.get("outcome").getAsString()).isEqualTo("planned");
        assertThat(object.getAsJsonArray("objects")).hasSize(307);
        assertThat(object.get("requests").getAsInt()).isEqualTo(307);
        assertThat(object.get("estimated_seconds").getAsDouble()).isPositive();
        assertThat(object.getAsJsonObject("disk").get("needed_bytes").getAsLong())
                .isBetween(1L, 3_817_472L);
        assertThat(object.getAsJsonObject("disk").get("free_bytes").getAsLong()).isPositive();
        Result text = lifeboat.run("restore", "--dry-run", "-o", "out.db", url);
        assertThat(text.out().lines()).hasSizeLessThan(14);
        assertThat(text.out())
                .contains("307 objects", "305 more", "estimated", "are free", "nothing was written", "first ", "last ");
        assertThat(filesAtHome()).containsExactly("replica");
    }

    @Test
    void aDryRunRefusesAnEmptyObjectAsTheRunDoes() throws Exception {
        for (String name : new String[] {"v03-damaged/empty-snapshot", "v05-damaged/empty-object"}) {
            String url = unpacked(name);
            Result run = lifeboat.run("restore", "-o", "out.db", url);
            Result plan = lifeboat.run("restore", "--dry-run", "-o", "out.db", url);
            assertThat(plan.status()).as(name + plan.err()).isEqualTo(run.status());
            assertThat(plan.err().lines().findFirst())
                    .isEqualTo(run.err().lines().findFirst());
            assertThat(run.err()).contains("it is empty");
            delete(home.resolve("replica"));
        }
    }

    @Test
    void planAndRunSayTheSameTime() throws Exception {
        for (String name : new String[] {"v03-shop", "v05-levels"}) {
            String url = unpacked(name);
            Result plan = lifeboat.run("restore", "--dry-run", "--json", "-o", name + ".db", url);
            Result run = lifeboat.run("restore", "--json", "-o", name + ".db", url);
            assertThat(foundTime(plan)).isEqualTo(foundTime(run));
            delete(home.resolve("replica"));
        }
    }

    private static String foundTime(Result result) {
        return new JsonStreamParser(result.out())
                .next()
                .getAsJsonObject()
                .get("found_time")
                .getAsString();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /// product.md 3: an output or one of its side files exists.
    @Test
    void aSideFileIsRefusedBeforeAnythingIsReadAlsoByADryRun() throws IOException {
        Files.createFile(home.resolve("out.db-wal"));
        for (String more : new String[] {"--json", "--dry-run"}) {
            Result result = lifeboat.run("restore", more, "-o", "out.db", "file:///nothing");
            assertThat(result.status()).isEqualTo(5);
            assertThat(result.err())
                    .contains("cannot restore, output path already exists: " + home.resolve("out.db-wal"));
        }
    }

    @Test
    void whatIsMistypedIsNamed() {
        String url = "file://" + home;
        assertUsage("-o is empty", "restore", "-o", "", url);
        assertUsage("transactions go from", "restore", "-o", "x.db", "-txid", "ffffffffffffffff", url);
        assertUsage("transactions go from", "restore", "-o", "x.db", "-txid", "0000000000000000", url);
        assertUsage("sixteen hexadecimal digits", "restore", "-o", "x.db", "-txid", "12", url);
        assertUsage("'--nosuch'", "restore", "--nosuch");
        for (String index : new String[] {"-1", "+7", "80000000", "g"}) {
            assertUsage(
                    "invalid hexadecimal format of -index: " + index, "restore", "-o", "x.db", "-index", index, url);
        }
        assertUsage("-replica", "restore", "-replica", "x", "-o", "x.db", url);
    }

    private void assertUsage(String text, String... args) {
        Result result = lifeboat.run(args);
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.err().lines().findFirst().orElseThrow()).contains(text);
    }

    @Test
    void aDirectoryIsAReplica() throws Exception {
        unpacked("v03-shop");
        Result result =
                lifeboat.run("restore", "-o", "out.db", home.resolve("replica").toString());
        assertThat(result.status()).as(result.err()).isZero();
    }

    @Test
    void whereNothingCanBeWrittenTheDirectoryIsNamed() throws Exception {
        String url = unpacked("v03-shop");
        Result result = lifeboat.run("restore", "--json", "-o", "/proc/x.db", url);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("error: nothing can be written in /proc: ", "nothing was written", "next:  ")
                .doesNotContain("lifeboat-restore");
        assertThat(result.out()).contains("\"outcome\":\"refused\"");
        Files.createFile(home.resolve("file"));
        for (String more : new String[] {"--json", "--dry-run"}) {
            Result below = lifeboat.run("restore", more, "-o", "file/x.db", url);
            assertThat(below.status()).isEqualTo(1);
            assertThat(below.err()).contains("nothing can be written in " + home.resolve("file"), "is no directory");
        }
    }

    @Test
    void anEncryptedBackupWithoutItsIdentityIsARefusedOutcome() throws Exception {
        String url = unpacked("v03-age");
        for (String more : new String[] {"-integrity-check=quick", "--dry-run"}) {
            Result result = lifeboat.run("restore", more, "--json", "-o", "out.db", url);
            assertThat(result.status()).isEqualTo(6);
            assertThat(result.out()).contains("\"outcome\":\"refused\"", "\"code\":\"store-denied\"");
            assertThat(result.err()).contains("encrypted with age", "nothing was written", "next:  add its identity");
        }
    }

    @Test
    void aChoiceOfTheOtherFormatIsSaidToBeLeftOut() throws Exception {
        String url = unpacked("v05-levels");
        Result result = lifeboat.run("restore", "-o", "x.db", "--point", "00112233445566ff/00000000/00000000", url);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("error: the id of --point is of Litestream 0.3")
                .contains("without --point the newest state is restored");
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

    private Stream<String> filesAtHome() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
