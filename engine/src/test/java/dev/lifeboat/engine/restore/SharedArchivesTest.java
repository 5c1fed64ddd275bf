package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.timeline.ObjectMemory;
import dev.lifeboat.engine.timeline.TimelineReader;
import dev.lifeboat.engine.timeline.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that real Litestream 0.3 binaries wrote comes back byte for byte, and nothing that was damaged
/// does.
class SharedArchivesTest {
    @TempDir
    private Path directory;

    private int outputs;

    @BeforeEach
    void needsTheArchives() {
        Shared.require();
    }

    private Path output() {
        return directory.resolve("out").resolve(outputs++ + ".db");
    }

    private void assertRestores(Replica replica, RestoreTarget target, JsonObject expected) throws IOException {
        Path output = output();
        RestoreOutcome outcome = replica.restore(target, output);
        assertThat(outcome).as("%s", target).isInstanceOfSatisfying(RestoreOutcome.Restored.class, restored -> {
            assertThat(restored.sha256()).isEqualTo(expected.get("sha256").getAsString());
            assertThat(restored.bytes()).isEqualTo(expected.get("bytes").getAsLong());
            assertThat(restored.pageSize().bytes())
                    .isEqualTo(expected.get("page_size").getAsInt());
            assertThat(restored.checks()).containsExactly("quick_check", "integrity_check");
        });
        assertThat(Hashes.sha256(output)).isEqualTo(expected.get("sha256").getAsString());
        try (var beside = Files.list(output.getParent())) {
            assertThat(beside)
                    .as("nothing but outputs")
                    .allMatch(path -> path.toString().endsWith(".db"));
        }
    }

    private void assertEach(Replica replica, JsonArray restores) throws IOException {
        assertThat(restores).isNotEmpty();
        for (JsonElement element : restores) {
            JsonObject expected = element.getAsJsonObject();
            RestoreTarget target = Replica.target(arguments(expected));
            if (expected.has("reference_error")) {
                assertNotHeld(replica, target);
            } else {
                assertRestores(replica, target, expected);
            }
        }
    }

    /// A transaction that only a compacted file holds, together with later ones: the offers are on both sides.
    private void assertNotHeld(Replica replica, RestoreTarget target) throws IOException {
        Path output = output();
        RestoreOutcome outcome = replica.restore(target, output);
        assertThat(outcome).as("%s", target).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
            assertThat(refused.problem().code().exitStatus()).isEqualTo(3);
            assertThat(refused.problem().objects()).isNotEmpty();
            assertThat(refused.nearest().before().orElseThrow().id()).isEqualTo("ltx/0000000000000101");
            assertThat(refused.nearest().after().orElseThrow().id()).isEqualTo("ltx/0000000000000122");
        });
        assertThat(output).doesNotExist();
    }

    private static List<String> arguments(JsonObject expected) {
        return expected.getAsJsonArray("args").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v03-shop",
                "v03-generations",
                "v03-page512",
                "v03-page1024",
                "v03-page65536",
                "v05-frame",
                "v05-block",
                "v05-levels",
                "v05-levels-frame",
                "v05-page512",
                "v05-page65536",
                "mixed-upgrade"
            })
    void everyRecordedTargetIsRestoredByteForByte(String name) throws Exception {
        Replica replica = Replica.at(Shared.unpack(name, directory.resolve(name)));
        assertEach(replica, Shared.json(name).getAsJsonArray("restores"));
    }

    @Test
    void databasesSideBySideAreRestoredEachAndAtOneInstant() throws Exception {
        Path root = Shared.unpack("v03-rails", directory.resolve("v03-rails"));
        JsonObject json = Shared.json("v03-rails");
        JsonObject instant = json.getAsJsonObject("one_instant").getAsJsonObject("by_database");
        for (Map.Entry<String, JsonElement> database :
                json.getAsJsonObject("by_database").entrySet()) {
            Replica replica = Replica.at(root.resolve(database.getKey() + ".sqlite3"));
            assertEach(replica, database.getValue().getAsJsonArray());
            JsonObject then = instant.getAsJsonObject(database.getKey());
            assertRestores(replica, Replica.target(arguments(then)), then);
        }
    }

    /// The root also holds a newer LTX history: without a generation the newest state is there.
    @Test
    void theOlderFormatOfAnUpgradedReplicaIsRestoredOnceItsGenerationIsNamed() throws Exception {
        Replica replica = Replica.at(Shared.unpack("mixed-upgrade", directory.resolve("mixed-upgrade")));
        Optional<GenerationId> generation =
                Optional.of(replica.history().generations().getFirst().id());
        for (JsonElement element : Shared.json("mixed-upgrade").getAsJsonArray("older_format_restores")) {
            JsonObject expected = element.getAsJsonObject();
            RestoreTarget asked = Replica.target(arguments(expected));
            RestoreTarget named = asked instanceof RestoreTarget.Latest ? new RestoreTarget.Latest(generation) : asked;
            assertRestores(replica, named, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hole",
                "truncated",
                "bitflip",
                "empty-object",
                "lost-index",
                "two-frames",
                "foreign-salt",
                "broken-frame-checksum",
                "no-snapshot",
                "empty-snapshot"
            })
    void damageIsRefusedByNameAndTheOfferIsGood(String name) throws Exception {
        JsonObject expected =
                Shared.json("v03-damaged").getAsJsonObject("cases").getAsJsonObject(name);
        Replica replica = Replica.at(Shared.unpack("v03-damaged/" + name, directory.resolve(name)));
        assertRefused(replica, RestoreTarget.latest(), expected);
    }

    private void assertRefused(Replica replica, RestoreTarget target, JsonObject expected) throws IOException {
        Path output = output();
        RestoreOutcome outcome = replica.restore(target, output);
        assertThat(outcome).isInstanceOf(RestoreOutcome.Refused.class);
        RestoreOutcome.Refused refused = (RestoreOutcome.Refused) outcome;
        assertThat(refused.problem().code().exitStatus()).isEqualTo(3);
        assertThat(output).as("nothing was written").doesNotExist();
        if (expected.has("names")) {
            assertNames(refused, expected.getAsJsonObject("names"));
        }
        if (expected.has("nearest_before")) {
            RestorePoint before = refused.nearest().before().orElseThrow();
            assertRestores(
                    replica, new RestoreTarget.AtPoint(before.place()), expected.getAsJsonObject("nearest_before"));
        } else {
            assertThat(refused.nearest().before()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hole", "truncated", "bitflip", "empty-object", "trailing-byte", "wrong-name", "no-base"})
    void damagedTransactionsAreRefusedByNameAndTheOfferIsGood(String name) throws Exception {
        JsonObject expected =
                Shared.json("v05-damaged").getAsJsonObject("cases").getAsJsonObject(name);
        Replica replica = Replica.at(Shared.unpack("v05-damaged/" + name, directory.resolve(name)));
        assertRefused(replica, RestoreTarget.latest(), expected);
        Txid last = replica.history().points().getLast().place() instanceof Txid txid ? txid : new Txid(1);
        assertRefused(replica, new RestoreTarget.UpToTxid(last), expected);
        assertRefused(replica, new RestoreTarget.AtTime(Instant.now(), Optional.empty()), expected);
    }

    /// What `points` shows after all segments were read, without restoring anything.
    @ParameterizedTest
    @ValueSource(strings = {"hole", "truncated", "bitflip", "empty-object", "two-frames"})
    void aTimelineNamesTheGap(String name) throws Exception {
        Replica replica = Replica.at(Shared.unpack("v03-damaged/" + name, directory.resolve(name)));
        History read = new TimelineReader(replica.backup(), ObjectMemory.none())
                .read(replica.history(), Window.ALWAYS, _ -> {})
                .history();
        assertThat(read.gaps())
                .extracting(Gap::key)
                .containsExactly("generations/fbef283525a79fe9/wal/00000005_000070c8.wal.lz4");
        assertThat(read.gaps().getFirst().missing()).isEqualTo(name.equals("hole"));
        assertThat(read.points()).extracting(RestorePoint::id).contains("fbef283525a79fe9/00000005/000070c8");
    }

    private static void assertNames(RestoreOutcome.Refused refused, JsonObject names) {
        for (Map.Entry<String, JsonElement> named : names.entrySet()) {
            String value = named.getValue().getAsString();
            switch (named.getKey()) {
                case "object" -> {
                    assertThat(refused.problem().objects()).containsExactly(value);
                    assertThat(refused.problem().message()).startsWith(value);
                }
                case "index" -> assertThat(refused.problem().index()).hasValue(Integer.parseInt(value, 16));
                case "txid" -> {
                    assertThat(refused.problem().txid()).map(Txid::toString).contains(value);
                    assertThat(refused.problem().toString()).contains(value);
                }
                case "offset" -> assertThat(refused.problem().offset()).hasValue(Long.parseLong(value, 16));
                default -> assertThat(refused.problem().message()).contains(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"v03-damaged, foreign-objects", "v03-damaged, equal-times", "v05-damaged, foreign-objects"})
    void whatIsNoDamageRestoresWhole(String archive, String name) throws Exception {
        Replica replica = Replica.at(Shared.unpack(archive + "/" + name, directory.resolve(name)));
        assertRestores(
                replica,
                RestoreTarget.latest(),
                Shared.json(archive)
                        .getAsJsonObject("cases")
                        .getAsJsonObject(name)
                        .getAsJsonObject("whole"));
    }

    @Test
    void pointsOfACopyThatLostItsTimesSaySoAndEarlierTimesAreRefused() throws Exception {
        Replica replica = Replica.at(Shared.unpack("v03-damaged/equal-times", directory.resolve("equal-times")));
        List<RestorePoint> points = replica.history().points();
        assertThat(points).isNotEmpty().allMatch(point -> point.timeSource() == TimeSource.STORAGE_EQUAL);
        RestoreTarget earlier =
                new RestoreTarget.AtTime(points.getFirst().time().minusNanos(1), Optional.empty());
        assertThat(replica.restore(earlier, output())).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> {
            assertThat(refused.problem().code().exitStatus()).isEqualTo(3);
            assertThat(refused.nearest().before()).isEmpty();
            assertThat(refused.nearest().after()).isPresent();
        });
    }
}
