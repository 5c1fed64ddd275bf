package dev.lifeboat.engine.backup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.store.CountingStore;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the look for both formats asks of a store.
class ReplicaBackupTest {
    private static final Instant STORED = Instant.parse("2026-06-01T00:00:00Z");
    private static final String FILE = "/0000000000000001-0000000000000001.ltx";
    private static final String SNAPSHOT = "generations/0000000000000001/snapshots/00000000.snapshot.lz4";
    private static final String FENCE = "{\"generation\":\"0000000000000001\"}";
    private static final List<String> USUAL = List.of("list /000", "list 000", "list generations/", "list ltx/");

    private MemoryStore objects = new MemoryStore();

    private CountingStore store(String... keys) {
        objects = new MemoryStore();
        for (String key : keys) {
            objects.put(key, new byte[] {1}, STORED);
        }
        return new CountingStore(objects);
    }

    private static List<String> files(CountingStore store) throws IOException {
        return new ReplicaBackup(store)
                .listing().ltx().files().stream().map(LtxFile::key).toList();
    }

    private static List<String> requests(CountingStore store) {
        return store.asked().stream().filter(each -> each.startsWith("list")).toList();
    }

    @Test
    void eachPlaceIsAskedForOnceAndAtTheSameTime() throws IOException {
        for (String key : List.of("ltx/0" + FILE, "0000" + FILE, "/0000" + FILE)) {
            CountingStore store = store(key);
            assertThat(files(store)).containsExactly(key);
            assertThat(requests(store)).containsAll(USUAL).hasSizeLessThanOrEqualTo(USUAL.size() + 2);
        }
    }

    @Test
    void generationsOfOursHideWhatLiesBelowASlash() throws IOException {
        CountingStore store = store(SNAPSHOT, "//0000" + FILE);
        objects.put("lifeboat-writer", FENCE.getBytes(StandardCharsets.UTF_8), STORED);
        assertThat(files(store)).isEmpty();
    }

    /// 0.5 spec, section 2.1: `path: db/`, `path: /db/`.
    @Test
    void aPlaceThatShowsNothingIsLookedAtBelowASlash() throws IOException {
        for (String key : List.of("//0000" + FILE, "///0000" + FILE)) {
            CountingStore store = store(key);
            assertThat(files(store)).containsExactly(key);
            assertThat(requests(store)).containsAll(USUAL).hasSize(USUAL.size() + 2);
        }
    }

    /// `path: db/` since 0.3, which left the slash out: what it wrote is out of date.
    @Test
    void generationsOfLitestreamDoNotHideWhatLiesBelowASlash() throws IOException {
        assertThat(files(store(SNAPSHOT, "//0000" + FILE))).containsExactly("//0000" + FILE);
    }
}
