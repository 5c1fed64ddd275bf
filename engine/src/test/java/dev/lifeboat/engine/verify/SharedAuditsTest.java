package dev.lifeboat.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.restore.Shared;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.age.AgeStore;
import dev.lifeboat.engine.store.age.Identities;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `verify` (OB-11, S11) over what real Litestream binaries wrote: each damage is named from the first level on that
/// can see it, and what is whole is never called broken.
class SharedAuditsTest {
    private static final String HOLE_03 = "generations/fbef283525a79fe9/wal/00000005_000070c8.wal.lz4";
    private static final String INDEX_03 = "generations/fbef283525a79fe9/wal/00000005_00000000.wal.lz4";
    private static final String SNAPSHOT_03 = "generations/fbef283525a79fe9/snapshots/00000000.snapshot.lz4";
    private static final String HOLE_05 = "ltx/0/000000000000002f-000000000000002f.ltx";
    private static final String BASE_05 = "ltx/0/0000000000000001-0000000000000001.ltx";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheArchives() {
        Shared.require();
    }

    private Audit audit(ObjectStore store, Level level) throws IOException {
        Path scratch = Files.createTempDirectory(directory, "scratch");
        return new Auditor(store, new ReplicaBackup(store))
                .audit(level, () -> scratch, List.of(), EventSink.ignoring());
    }

    private Path unpacked(String archive) throws Exception {
        return Shared.unpack(archive, directory.resolve("replica"));
    }

    @ParameterizedTest
    @CsvSource({
        "v03-damaged/hole, CHAIN, true, " + HOLE_03,
        "v03-damaged/truncated, CHAIN, false, " + HOLE_03,
        "v03-damaged/bitflip, CHAIN, false, " + HOLE_03,
        "v03-damaged/empty-object, LIST, false, " + HOLE_03,
        "v03-damaged/lost-index, LIST, true, " + INDEX_03,
        "v03-damaged/two-frames, CHAIN, false, " + HOLE_03,
        "v03-damaged/foreign-salt, CHAIN, false, " + HOLE_03,
        "v03-damaged/broken-frame-checksum, CHAIN, false, " + HOLE_03,
        "v03-damaged/no-snapshot, LIST, true, " + SNAPSHOT_03,
        "v03-damaged/empty-snapshot, LIST, false, " + SNAPSHOT_03,
        "v05-damaged/hole, LIST, true, " + HOLE_05,
        "v05-damaged/truncated, CHAIN, false, " + HOLE_05,
        "v05-damaged/bitflip, CHAIN, false, " + HOLE_05,
        "v05-damaged/empty-object, LIST, false, " + HOLE_05,
        "v05-damaged/trailing-byte, CHAIN, false, " + HOLE_05,
        "v05-damaged/wrong-name, CHAIN, false, " + HOLE_05,
        "v05-damaged/no-base, LIST, true, " + BASE_05
    })
    void damageIsNamedFromTheFirstLevelThatCanSeeIt(String archive, Level first, boolean missing, String key)
            throws Exception {
        try (ObjectStore store = new FileObjectStore(unpacked(archive))) {
            for (Level level : Level.values()) {
                Audit audit = audit(store, level);
                if (level.includes(first)) {
                    assertThat(audit.broken())
                            .as("%s", level)
                            .extracting(Broken::key)
                            .containsExactly(key);
                    assertThat(audit.broken().getFirst().missing()).isEqualTo(missing);
                    assertThat(audit.problem()).map(Problem::code).contains(ProblemCode.BROKEN_CHAIN);
                } else {
                    assertThat(audit.problem()).as("%s", level).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v03-shop",
                "v03-generations",
                "v03-page512",
                "v03-page1024",
                "v03-page65536",
                "v03-damaged/foreign-objects",
                "v03-damaged/equal-times",
                "v05-frame",
                "v05-block",
                "v05-levels",
                "v05-levels-frame",
                "v05-page512",
                "v05-page65536",
                "v05-damaged/foreign-objects",
                "mixed-upgrade"
            })
    void whatIsWholeIsSoundAtEveryLevel(String archive) throws Exception {
        assertSound(new FileObjectStore(unpacked(archive)));
    }

    @Test
    void databasesSideBySideAreEachSound() throws Exception {
        List<Path> roots = new ArrayList<>();
        try (Stream<Path> each = Files.list(unpacked("v03-rails"))) {
            each.forEach(roots::add);
        }
        assertThat(roots).hasSize(4);
        for (Path root : roots) {
            assertSound(new FileObjectStore(root));
        }
    }

    @Test
    void whatIsEncryptedIsSoundToWhoHasTheKey() throws Exception {
        Path root = unpacked("v03-age");
        assertSound(new AgeStore(
                new FileObjectStore(root),
                Identities.of(List.of(
                        new Secret(Shared.json("v03-age").get("identity").getAsString())))));
    }

    private void assertSound(ObjectStore opened) throws IOException {
        try (ObjectStore store = opened) {
            for (Level level : Level.values()) {
                Audit audit = audit(store, level);
                assertThat(audit.broken()).as("%s", level).isEmpty();
                assertThat(audit.problem()).as("%s", level).isEmpty();
                assertThat(audit.census().own()).isPositive();
            }
        }
    }
}
