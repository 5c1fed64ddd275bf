package dev.lifeboat.engine.restore;

import static dev.lifeboat.engine.restore.LtxSource.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.ltx.LtxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Restores from the LTX format without any archive: every state is known from the database that the files are of.
class LtxReplicaTest {
    private static final int PAGE = 1024;
    private static final int LAST = 12;

    @TempDir
    private Path directory;

    private int outputs;

    @Nullable
    private LtxSource made;

    /// Grows, shrinks and grows again.
    @BeforeEach
    void aDatabase() throws Exception {
        made = new LtxSource(directory.resolve("source"), PAGE);
        for (int txid = 2; txid <= LAST; txid++) {
            if (txid % 5 == 0) {
                source().step("DELETE FROM t WHERE k > 40", "VACUUM");
            } else {
                source().step("INSERT INTO t(v) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c LIMIT 30)"
                        + " SELECT hex(randomblob(20)) || n FROM c");
            }
        }
    }

    @AfterEach
    void close() throws SQLException {
        source().close();
    }

    private LtxSource source() {
        return Objects.requireNonNull(made);
    }

    private static RestoreTarget upTo(long txid) {
        return new RestoreTarget.UpToTxid(new Txid(txid));
    }

    private static RestoreTarget at(long millisBehind, long txid) {
        return new RestoreTarget.AtTime(time(txid).plusMillis(millisBehind), Optional.empty());
    }

    private static Instant time(long txid) {
        return Instant.ofEpochMilli(LtxSource.FIRST_TIME + txid * LtxSource.STEP_MILLIS);
    }

    private RestoreOutcome restore(RestoreTarget target) throws IOException {
        return Replica.at(source().root()).restore(target, directory.resolve("out-" + outputs++ + ".db"));
    }

    private RestoreOutcome.Restored assertRestores(RestoreTarget target, long txid) throws IOException {
        RestoreOutcome outcome = restore(target);
        assertThat(outcome).as("%s", target).isInstanceOf(RestoreOutcome.Restored.class);
        RestoreOutcome.Restored restored = (RestoreOutcome.Restored) outcome;
        assertThat(restored.sha256()).as("%s", target).isEqualTo(source().hash(txid));
        assertThat(restored.point().place()).isEqualTo(new Txid(txid));
        return restored;
    }

    private RestoreOutcome.Refused assertRefused(RestoreTarget target, ProblemCode code, String... words)
            throws IOException {
        RestoreOutcome outcome = restore(target);
        assertThat(outcome).as("%s", target).isInstanceOf(RestoreOutcome.Refused.class);
        RestoreOutcome.Refused refused = (RestoreOutcome.Refused) outcome;
        assertThat(refused.problem().code()).as("%s", refused.problem()).isEqualTo(code);
        assertThat(refused.problem().message()).contains(words.length == 0 ? new String[] {""} : words);
        return refused;
    }

    private static void assertNearest(RestoreOutcome.Refused refused, long before, long after) {
        assertThat(refused.nearest().before().map(RestorePoint::place))
                .isEqualTo(before == 0 ? Optional.empty() : Optional.of(new Txid(before)));
        assertThat(refused.nearest().after().map(RestorePoint::place))
                .isEqualTo(after == 0 ? Optional.empty() : Optional.of(new Txid(after)));
    }

    private void putEach(long first, long last) throws IOException {
        for (long txid = first; txid <= last; txid++) {
            source().put(0, txid, txid);
        }
    }

    @Test
    void everyTransactionComesBackInEveryEncodingAndShape() throws Exception {
        LtxBytes.Encoding[] encodings = LtxBytes.Encoding.values();
        for (long txid = 1; txid <= LAST; txid++) {
            byte[] file = source().file(txid, txid, encodings[(int) txid % encodings.length], false);
            String name = String.format(Locale.ROOT, "%016x-%016x.ltx", txid, txid);
            source().put((txid % 2 == 0 ? "0000/" : "ltx/0/") + name, file);
        }
        source().put("ltx/0/000000000000000D-000000000000000D.ltx", new byte[9]);
        source().put("ltx/0/000000000000000d-000000000000000d.ltx.tmp", new byte[9]);
        source().put("ltx/00/000000000000000d-000000000000000d.ltx", new byte[9]);
        source().put("0000/readme", new byte[9]);
        source().put("ltx/16/000000000000000d-000000000000000d.ltx", new byte[9]);
        for (long txid = 1; txid <= LAST; txid++) {
            assertRestores(upTo(txid), txid);
        }
        assertRestores(RestoreTarget.latest(), LAST);
    }

    @Test
    void aTransactionInsideACompactedFileIsRefusedWithBothSides() throws Exception {
        source().put(9, 1, 3);
        source().put(1, 4, 8);
        putEach(7, LAST);
        assertRestores(upTo(8), 8);
        assertRestores(RestoreTarget.latest(), LAST);
        assertNearest(assertRefused(upTo(5), ProblemCode.NO_SUCH_POINT, key(1, 4, 8), "0000000000000005"), 3, 8);
        assertNearest(assertRefused(upTo(7), ProblemCode.NO_SUCH_POINT, key(1, 4, 8)), 3, 8);
        assertThat(Replica.at(source().root()).history().points())
                .extracting(RestorePoint::place)
                .containsExactly(new Txid(3), new Txid(8), new Txid(9), new Txid(10), new Txid(11), new Txid(12));
        assertNearest(assertRefused(upTo(LAST + 1), ProblemCode.OUT_OF_RANGE, "000000000000000d"), LAST, 0);
    }

    /// Issue 5: Litestream takes it for changes and refuses the chain.
    @Test
    void aFileOfLevelZeroThatHoldsEveryPageIsABase() throws Exception {
        putEach(6, LAST);
        RestoreOutcome.Refused refused =
                assertRefused(RestoreTarget.latest(), ProblemCode.BROKEN_CHAIN, key(0, 1, 1), "missing");
        assertThat(refused.problem().txid()).contains(new Txid(1));
        assertNearest(refused, 0, 0);
        source().put(key(0, 8, 8), source().whole(8));
        for (long txid = 8; txid <= LAST; txid++) {
            assertRestores(upTo(txid), txid);
        }
        assertRestores(at(1, 9), 9);
        assertNearest(assertRefused(upTo(6), ProblemCode.BROKEN_CHAIN, key(0, 1, 1)), 0, 8);
    }

    @Test
    void aHoleIsNeverCrossedUnlessAnotherLevelCoversIt() throws Exception {
        putEach(1, LAST);
        source().remove(0, 6, 6);
        RestoreOutcome.Refused refused =
                assertRefused(RestoreTarget.latest(), ProblemCode.BROKEN_CHAIN, key(0, 6, 6), "missing");
        assertThat(refused.problem().objects()).containsExactly(key(0, 6, 6));
        assertNearest(refused, 5, 0);
        assertRefused(at(0, 8), ProblemCode.BROKEN_CHAIN, key(0, 6, 6));
        assertThat(assertRestores(at(500, 6), 5).remarks()).anyMatch(remark -> remark.contains("may have been lost"));
        source().put(1, 4, 7);
        assertRestores(RestoreTarget.latest(), LAST);
        assertRefused(upTo(6), ProblemCode.NO_SUCH_POINT, key(1, 4, 7));
    }

    @Test
    void aDamagedFileIsAvoidedWhereAnotherLevelHoldsTheSame() throws Exception {
        putEach(1, LAST);
        byte[] file = source().file(6, 6);
        file[file.length / 2] ^= 4;
        source().put(key(0, 6, 6), file);
        RestoreOutcome.Refused refused =
                assertRefused(RestoreTarget.latest(), ProblemCode.DAMAGED_OBJECT, key(0, 6, 6));
        assertNearest(refused, 5, 0);
        source().put(9, 1, 7);
        assertThat(assertRestores(RestoreTarget.latest(), LAST).remarks()).isEmpty();
        source().remove(9, 1, 7);
        source().put(2, 5, 7);
        source().put(3, 2, 9);
        Files.write(source().root().resolve(key(3, 2, 9)), new byte[0]);
        assertThat(assertRestores(RestoreTarget.latest(), LAST).remarks())
                .anyMatch(remark -> remark.contains(key(3, 2, 9)) && remark.contains("empty"));
    }

    @Test
    void aHeaderThatDisagreesWithItsNameIsDamage() throws Exception {
        putEach(1, LAST);
        source().put(key(0, 6, 6), source().file(7, 7));
        assertRefused(RestoreTarget.latest(), ProblemCode.DAMAGED_OBJECT, key(0, 6, 6), "name");
    }

    /// 0.5 spec, section 1.11.
    @Test
    void aPageThatWasCutOffNeverComesBack() throws Exception {
        putEach(1, 4);
        source().put(key(0, 5, 5), new LtxBytes(PAGE, 2, 5, 5).header().end());
        source().put(key(0, 6, 6), new LtxBytes(PAGE, 4, 6, 6).whole(3, new byte[PAGE]));
        RestoreOutcome.Refused refused =
                assertRefused(RestoreTarget.latest(), ProblemCode.DAMAGED_OBJECT, key(0, 6, 6), "without page 4");
        assertThat(refused.nearest().before().map(RestorePoint::place)).contains(new Txid(4));
    }

    @Test
    void filesOfAnotherPageSizeDoNotBelongToTheChain() throws Exception {
        putEach(1, 4);
        source().put(key(0, 5, 5), new LtxBytes(512, 2, 5, 5).whole(1, new byte[512]));
        assertRefused(RestoreTarget.latest(), ProblemCode.DAMAGED_OBJECT, key(0, 5, 5), "pages of 512 bytes");
    }

    /// SE-8: no file is made as long as a header says.
    @Test
    void aDatabaseThatCannotFitIsRefusedBeforeTheFirstByte() throws Exception {
        source().put(key(0, 1, 1), new LtxBytes(65536, -2, 1, 1).whole(1, new byte[65536]));
        assertRefused(RestoreTarget.latest(), ProblemCode.UNSAFE, "not enough space");
    }

    /// Storage times are those of a copy; the headers tell.
    @Test
    void aTimeIsHeldAgainstTheHeadersAndEqualCounts() throws Exception {
        putEach(1, LAST);
        source().put(1, 1, 4);
        source().put(1, 5, 9);
        source().put(9, 1, 9);
        try (var files = Files.walk(source().root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            }
        }
        for (long txid = 1; txid <= LAST; txid++) {
            RestoreOutcome.Restored exact = assertRestores(at(0, txid), txid);
            assertThat(exact.point().time()).isEqualTo(time(txid));
            assertThat(exact.point().timeSource()).isEqualTo(TimeSource.WRITER);
            assertRestores(at(LtxSource.STEP_MILLIS - 1, txid), txid);
        }
        RestoreOutcome.Refused early = assertRefused(at(-1, 1), ProblemCode.OUT_OF_RANGE, "no restore point");
        assertNearest(early, 0, 1);
    }

    @Test
    void whatIsAskedOfTheOtherFormatIsRefused() throws Exception {
        putEach(1, LAST);
        GenerationId generation = new GenerationId("0123456789abcdef");
        assertRefused(new RestoreTarget.Latest(Optional.of(generation)), ProblemCode.NO_SUCH_POINT);
        assertRefused(new RestoreTarget.UpToIndex(0, Optional.empty()), ProblemCode.NO_SUCH_POINT);
        Files.walk(source().root()).filter(Files::isRegularFile).forEach(delete());
        assertRefused(upTo(1), ProblemCode.NO_BACKUP);
    }

    private static Consumer<Path> delete() {
        return path -> assertThat(path.toFile().delete()).isTrue();
    }

    /// 0.5 spec, section 8.5, 14: any set of levels, any files lost. What a way leads to comes back, and nothing else
    /// does.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverIsLostTheAnswerIsRightOrARefusal(long seed) throws Exception {
        Random random = new Random(seed);
        for (int file = 0; file < 14; file++) {
            long min = 1 + random.nextInt(LAST);
            long max = Math.min(LAST, min + random.nextInt(5));
            int level = min == max ? 0 : 1 + random.nextInt(8);
            byte[] bytes = random.nextInt(4) == 0 && min == max ? source().whole(min) : source().file(min, max);
            source().put(key(level, min, max), bytes);
        }
        Replica replica = Replica.at(source().root());
        History listed = replica.history();
        for (long txid = 1; txid <= LAST; txid++) {
            History learned = replica.backup().learn(listed, upTo(txid));
            boolean isHeld = RestorePlanner.plan(learned, upTo(txid)) instanceof PlanOutcome.Planned;
            if (isHeld) {
                assertRestores(upTo(txid), txid);
            } else {
                assertThat(restore(upTo(txid)))
                        .as("seed %s, transaction %s", seed, txid)
                        .isInstanceOf(RestoreOutcome.Refused.class);
            }
        }
    }

    /// B2: content identical or refused with the object named; nothing else.
    @Test
    void aFlippedBitIsRefusedByNameOrChangesNothing() throws Exception {
        putEach(1, LAST);
        Random random = new Random(5);
        Replica replica = Replica.at(source().root());
        for (int flip = 0; flip < 150; flip++) {
            long txid = 1 + random.nextInt(LAST);
            byte[] file = source().file(txid, txid);
            byte[] flipped = file.clone();
            flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            source().put(key(0, txid, txid), flipped);
            History history = replica.history();
            PlanOutcome planned = RestorePlanner.plan(history, RestoreTarget.latest());
            Path output = directory.resolve("flip.db");
            RestoreOutcome outcome = new Restorer(replica.backup())
                    .restore(
                            ((PlanOutcome.Planned) planned).plan(),
                            output,
                            RestoreOptions.checking(RestoreOptions.Check.NONE),
                            EventSink.ignoring());
            switch (outcome) {
                case RestoreOutcome.Restored restored ->
                    assertThat(restored.sha256()).isEqualTo(source().hash(LAST));
                case RestoreOutcome.Refused refused ->
                    assertThat(refused.problem().objects()).containsExactly(key(0, txid, txid));
            }
            Files.deleteIfExists(output);
            source().put(key(0, txid, txid), file);
        }
    }
}
