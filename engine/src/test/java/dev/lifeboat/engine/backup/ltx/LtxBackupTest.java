package dev.lifeboat.engine.backup.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.ltx.LtxBytes;
import dev.lifeboat.engine.store.CountingStore;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LtxBackupTest {
    private static final int PAGE = 512;
    private static final Instant STORED = Instant.parse("2026-06-01T00:00:00Z");
    private final MemoryStore objects = new MemoryStore();
    private final CountingStore store = new CountingStore(objects);
    private final LtxBackup backup = new LtxBackup(store);

    private static String key(String directory, long min, long max) {
        return String.format(Locale.ROOT, "%s/%016x-%016x.ltx", directory, min, max);
    }

    private static Instant time(long txid) {
        return Instant.ofEpochSecond(1_700_000_000L + 10 * txid);
    }

    private void put(String directory, long min, long max) {
        LtxBytes file = new LtxBytes(PAGE, 1, min, max);
        file.timestamp = time(max).toEpochMilli();
        objects.put(key(directory, min, max), file.whole(1, LtxBytes.page(PAGE, (int) max)), STORED);
    }

    private History history() throws IOException {
        return new History("memory", ObjectName.KEYS, List.of(), backup.list(), Map.of(), Optional.empty());
    }

    /// 0.5 spec, section 2.1.
    private InputStream opened(String key) throws IOException {
        return backup.payload(key, backup.stored(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/0", "0000", "/0000", "ltx/9", "0009", "/000f", "ltx/15"})
    void everyShapeOfAKeyIsKnown(String directory) throws IOException {
        assertIsKnown(directory, backup::list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//0000", "//0009", "///0000", "///000f"})
    void soIsEachBelowASlash(String directory) throws IOException {
        assertIsKnown(directory, backup::listBelowSlash);
        assertThat(backup.list().isEmpty()).isTrue();
    }

    @FunctionalInterface
    private interface Listing {
        LtxHistory list() throws IOException;
    }

    private void assertIsKnown(String directory, Listing listing) throws IOException {
        put(directory, 3, 5);
        LtxHistory listed = listing.list();
        assertThat(listed.files()).hasSize(1);
        LtxFile file = listed.files().getFirst();
        assertThat(file.key()).isEqualTo(key(directory, 3, 5));
        assertThat(file.min()).isEqualTo(new Txid(3));
        assertThat(listed.names().file(file.level(), file.min(), file.max())).isEqualTo(file.key());
        try (InputStream pages = opened(file.key())) {
            assertThat(pages.readAllBytes()).hasSize(100 + 4 + PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ltx/0/0000000000000003-0000000000000005.LTX",
                "ltx/0/000000000000000A-000000000000000A.ltx",
                "ltx/0/0000000000000003-0000000000000005.ltx.tmp",
                "ltx/0/0000000000000005-0000000000000003.ltx",
                "ltx/0/0000000000000000-0000000000000003.ltx",
                "ltx/0/ffffffffffffffff-ffffffffffffffff.ltx",
                "ltx/0/3-5.ltx",
                "ltx/00/0000000000000003-0000000000000005.ltx",
                "ltx/16/0000000000000003-0000000000000005.ltx",
                "0010/0000000000000003-0000000000000005.ltx",
                "000g/0000000000000003-0000000000000005.ltx",
                "00000/0000000000000003-0000000000000005.ltx",
                "////0000/0000000000000003-0000000000000005.ltx",
                "//ltx/0/0000000000000003-0000000000000005.ltx",
                "0000//0000000000000003-0000000000000005.ltx",
                "ltx/0/sub/0000000000000003-0000000000000005.ltx"
            })
    void otherNamesAreNobodysBusiness(String key) throws IOException {
        objects.put(key, new byte[200], STORED);
        assertThat(backup.list().isEmpty()).isTrue();
        assertThat(backup.listBelowSlash().isEmpty()).isTrue();
        assertThat(LtxBackup.owns(key)).isFalse();
    }

    @Test
    void aFileThatIsNotWhatItsNameSaysIsDamaged() throws IOException {
        put("ltx/0", 3, 5);
        objects.put(key("ltx/0", 6, 6), objects.bytes(key("ltx/0", 3, 5)), STORED);
        assertThatThrownBy(() -> opened(key("ltx/0", 6, 6)))
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageContaining("0000000000000003", "0000000000000005");
        assertThatThrownBy(() -> opened(key("ltx/0", 7, 7)))
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageContaining("disappeared");
        History listed = history();
        History read =
                LtxReads.with(listed, new LtxReads(store).wholes(listed.ltx().files()));
        assertThat(read.damage()).containsOnlyKeys(key("ltx/0", 6, 6));
    }

    /// A moment among thousands of files costs a few headers, and storage times decide nothing.
    @Test
    void theTimesAroundAMomentAreFoundByCutting() throws IOException {
        for (int txid = 1; txid <= 4000; txid++) {
            put("0000", txid, txid);
        }
        put("0001", 1, 2000);
        put("0009", 1, 1000);
        History listed = history();
        for (long txid : new long[] {1, 2, 999, 1000, 1001, 3999, 4000}) {
            store.asked();
            RestoreTarget target = new RestoreTarget.AtTime(time(txid).plusMillis(9), Optional.empty());
            PlanOutcome outcome = RestorePlanner.plan(backup.learn(listed, target), target);
            assertThat(outcome).isInstanceOfSatisfying(PlanOutcome.Planned.class, planned -> {
                assertThat(planned.plan().point().place()).isEqualTo(new Txid(txid));
                assertThat(planned.plan().point().time()).isEqualTo(time(txid));
                assertThat(planned.plan().point().timeSource()).isEqualTo(TimeSource.WRITER);
            });
            assertThat(store.asked()).as("headers read").hasSizeLessThan(50);
        }
    }

    /// Where one file ends at a transaction, the restore reads its time; where several do, the earliest counts.
    @Test
    void theTimeOfAPointCostsOneHeaderForEachFileThatEndsThere() throws IOException {
        put("0000", 1, 1);
        put("0000", 2, 2);
        put("0001", 1, 2);
        put("0009", 1, 2);
        put("0000", 3, 3);
        History listed = history();
        for (int txid = 1; txid <= 3; txid++) {
            RestoreTarget target = new RestoreTarget.AtPoint(new Txid(txid));
            store.asked();
            History learned = backup.learn(listed, target);
            assertThat(store.asked()).hasSize(txid == 2 ? 3 : 0);
            assertThat(backup.learn(learned, target)).as("known already").isEqualTo(learned);
            assertThat(store.asked()).isEmpty();
        }
    }

    /// docs/decisions/ltx-bases.md.
    @Test
    void aHealthyHistoryIsPlannedWithoutReadingAnything() throws IOException {
        for (int txid = 1; txid <= 50; txid++) {
            put("0000", txid, txid);
        }
        RestoreTarget target = RestoreTarget.latest();
        History listed = history();
        store.asked();
        History learned = backup.learn(listed, target);
        assertThat(store.asked()).isEmpty();
        assertThat(RestorePlanner.plan(learned, target)).isInstanceOf(PlanOutcome.Planned.class);
        objects.forget(key("0000", 1, 1));
        assertThat(RestorePlanner.plan(history(), target)).isInstanceOf(PlanOutcome.NoPath.class);
        assertThat(RestorePlanner.plan(backup.learn(history(), target), target))
                .as("every file here holds the only page")
                .isInstanceOf(PlanOutcome.Planned.class);
    }
}
