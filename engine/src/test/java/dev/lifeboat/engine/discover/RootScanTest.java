package dev.lifeboat.engine.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.store.StoredObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups are found by the exact grammar of names, and nothing else is taken for one (SE-9, B3).
class RootScanTest {
    private static final Instant START = Instant.parse("2026-11-21T07:00:00Z");
    private static final String FIRST = "generations/0000000000000001/";
    private static final String SECOND = "generations/0000000000000002/";

    private final RootScan scan = new RootScan();
    private int seconds;

    private void see(String... keys) {
        for (String key : keys) {
            scan.object(new StoredObject(key, key.length(), START.plusSeconds(seconds++), "tag"));
        }
    }

    @Test
    void bothFormatsAreFoundInOneListingWithTheirNumbers() {
        see(
                "a/" + FIRST + "snapshots/00000000.snapshot.lz4",
                "a/" + FIRST + "wal/00000000_00000000.wal.lz4",
                "a/" + SECOND + "snapshots/00000003.snapshot.lz4",
                "b/0000/0000000000000001-0000000000000001.ltx",
                "b/0000/0000000000000002-0000000000000002.ltx",
                "b/0009/0000000000000001-0000000000000002.ltx",
                "c/ltx/0/0000000000000007-0000000000000007.ltx");
        Found found = scan.found();
        assertThat(found.roots()).extracting(FoundRoot::root).containsExactly("a", "b", "c");
        FoundRoot.Part generations = found.roots().get(0).generations().orElseThrow();
        assertThat(generations.histories()).isEqualTo(2);
        assertThat(generations.base().orElseThrow().storedAt()).isEqualTo(START.plusSeconds(2));
        assertThat(found.roots().get(1).newest()).isEqualTo(START.plusSeconds(5));
        assertThat(found.roots().get(1).ltx().orElseThrow().base().orElseThrow().storedAt())
                .isEqualTo(START.plusSeconds(5));
        assertThat(found.roots().get(2).format()).isEqualTo("ltx");
        assertThat(found.roots().get(2).ltx().orElseThrow().base()).isEmpty();
    }

    @Test
    void theTopOfABucketIsARootTooAlsoWithTheSlashOfAnEmptyPath() {
        see("/0000/0000000000000001-0000000000000001.ltx", FIRST + "snapshots/00000000.snapshot.lz4");
        assertThat(scan.found().roots()).extracting(FoundRoot::root).containsExactly("");
        assertThat(scan.found().roots().getFirst().format()).isEqualTo("generations, ltx");
    }

    @Test
    void aSlashInFrontOfAKeyOfTheLtxFormatBelongsToNoRoot() {
        see("/a/b/0000/0000000000000001-0000000000000001.ltx", "a/b/" + FIRST + "snapshots/00000000.snapshot.lz4");
        assertThat(scan.found().roots()).extracting(FoundRoot::root).containsExactly("a/b");
    }

    /// `path: a/b/` and `path: /a/b/` of Litestream 0.5.
    @ParameterizedTest
    @ValueSource(strings = {"a/b//0000/", "/a/b//0000/"})
    void aSlashBehindItBelongsToNoneEither(String level) {
        see(level + "0000000000000001-0000000000000001.ltx");
        assertThat(scan.found().roots()).extracting(FoundRoot::root).containsExactly("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//0000/", "///0000/"})
    void theTopOfAPlaceMayHaveSuchASlash(String level) {
        see(level + "0000000000000001-0000000000000001.ltx");
        assertThat(scan.found().roots()).extracting(FoundRoot::root).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/generations/0000000000000001/snapshots/00000000.snapshot.lz4",
                "a/./generations/0000000000000001/snapshots/00000000.snapshot.lz4",
                "a//b/0000/0000000000000001-0000000000000001.ltx",
                "//a/0000/0000000000000001-0000000000000001.ltx",
                "a///0000/0000000000000001-0000000000000001.ltx",
                "////0000/0000000000000001-0000000000000001.ltx",
                "a//ltx/0/0000000000000001-0000000000000001.ltx",
                "/a/ltx/0/0000000000000001-0000000000000001.ltx",
                "/a/generations/0000000000000001/snapshots/00000000.snapshot.lz4",
                "a\u001b[2J/0000/0000000000000001-0000000000000001.ltx",
                "a/0010/0000000000000001-0000000000000001.ltx",
                "a/0000/0000000000000002-0000000000000001.ltx",
                "a/ltx/0/0000000000000001-0000000000000001.ltx.tmp",
                "xgenerations/0000000000000001/snapshots/00000000.snapshot.lz4",
                "a/generations/0000000000000001/wal/00000000.wal"
            })
    void whatOnlyLooksLikeOneIsCountedAndIgnored(String key) {
        see(key);
        assertThat(scan.found().roots()).isEmpty();
        assertThat(scan.found().foreign()).isEqualTo(1);
    }

    /// What somebody copied there is not called foreign without a word.
    @Test
    void aBackupThatCannotBeNamedIsCountedByItselfWithAReason() {
        see(
                "odd\u001b[2J\n/" + FIRST + "snapshots/00000000.snapshot.lz4",
                "odd\u001b[2J\n/" + FIRST + "wal/00000000_00000000.wal.lz4",
                "a//b/0000/0000000000000001-0000000000000001.ltx",
                "cat.jpg");
        assertThat(scan.found().roots()).isEmpty();
        assertThat(scan.found().foreign()).isEqualTo(4);
        assertThat(scan.found().leftOut())
                .containsExactly(
                        new Found.LeftOut("a//b", "its prefix has an empty part, . or ..", 1),
                        new Found.LeftOut("odd\u001b[2J\n", "its prefix holds a control character", 2));
    }

    @Test
    void memoryDoesNotGrowWithForeignObjects() {
        for (int i = 0; i < 100_000; i++) {
            see("x/" + i, "//" + i + "/" + FIRST + "snapshots/00000000.snapshot.lz4");
        }
        assertThat(scan.found().foreign()).isEqualTo(200_000);
        assertThat(scan.found().leftOut()).hasSize(100);
        assertThat(scan.found().foreignNames()).contains("x/0").hasSize(3);
    }
}
