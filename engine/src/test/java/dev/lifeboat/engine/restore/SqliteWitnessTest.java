package dev.lifeboat.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.wal.WalBytes;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Histories that no archive holds, made with SQLite and compared with what SQLite's own checkpoint makes of
/// them.
class SqliteWitnessTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    @TempDir
    private Path directory;

    private int outputs;

    private SqliteReplica replica(int pageBytes) throws SQLException, IOException {
        return new SqliteReplica(directory.resolve("source"), pageBytes, GENERATION);
    }

    private static String fill(int rows) {
        return "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x<" + rows
                + ") INSERT INTO t(v) SELECT randomblob(300) FROM n";
    }

    private RestoreOutcome restore(SqliteReplica source, RestoreTarget target) throws IOException {
        return Replica.at(source.root()).restore(target, directory.resolve(outputs++ + ".db"));
    }

    private void assertRestores(SqliteReplica source, RestoreTarget target, String hash) throws IOException {
        assertThat(restore(source, target))
                .as("%s", target)
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class,
                        restored -> assertThat(restored.sha256()).isEqualTo(hash));
    }

    private RestoreOutcome.Refused refused(SqliteReplica source, RestoreTarget target) throws IOException {
        RestoreOutcome outcome = restore(source, target);
        assertThat(outcome).as("%s", target).isInstanceOf(RestoreOutcome.Refused.class);
        return (RestoreOutcome.Refused) outcome;
    }

    private static RestoreTarget at(Position position) {
        return new RestoreTarget.AtPoint(position);
    }

    @ParameterizedTest
    @CsvSource({"512, 1", "1024, 2", "4096, 3", "65536, 4"})
    void randomHistoriesComeBackAtEveryPoint(int pageBytes, long seed) throws Exception {
        Random random = new Random(seed);
        Map<Position, String> states = new LinkedHashMap<>();
        try (SqliteReplica source = replica(pageBytes)) {
            source.sql(fill(40));
            source.nextIndex();
            source.snapshot();
            for (int step = 0; step < 36; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> source.sql("DELETE FROM t WHERE k % 3 = " + random.nextInt(3), "VACUUM");
                    case 1 -> source.sql("DELETE FROM t WHERE k > (SELECT max(k)-20 FROM t)");
                    case 2, 3 -> source.sql("UPDATE t SET v=randomblob(200) WHERE k % 5 = " + random.nextInt(5));
                    default -> source.sql(fill(1 + random.nextInt(20)));
                }
                if (random.nextInt(2) == 0) {
                    states.put(source.segment(), source.expected());
                }
                if (random.nextInt(8) == 0) {
                    states.put(source.segment(), source.expected());
                    source.nextIndex();
                    if (random.nextInt(3) == 0) {
                        source.snapshot();
                    }
                    source.sql(fill(1));
                }
            }
            for (Map.Entry<Position, String> state : states.entrySet()) {
                assertRestores(source, at(state.getKey()), state.getValue());
            }
            assertThat(states).hasSizeGreaterThan(10);
        }
    }

    @Test
    void aHeaderAloneAndCutsInsideATransactionAreLegal() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(2));
            String first = source.expected();
            int firstEnd = source.wal().length;
            source.transaction(fill(30), "DELETE FROM t WHERE k < 10");
            String second = source.expected();
            source.segmentTo(32);
            source.segmentTo(firstEnd);
            Position inside = source.segmentTo(firstEnd + 2 * 536);
            RestoreOutcome outcome = restore(source, RestoreTarget.latest());
            assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Restored.class, restored -> {
                assertThat(restored.sha256()).isEqualTo(first);
                assertThat(((Position) restored.point().place()).offset()).isEqualTo(firstEnd);
                assertThat(restored.remarks()).anyMatch(remark -> remark.contains(inside.toString()));
            });
            source.segment();
            assertRestores(source, RestoreTarget.latest(), second);
            assertThat(Replica.at(source.root()).history().points()).hasSize(4);
        }
    }

    @Test
    void aBigEndianWalIsFollowed() throws Exception {
        try (SqliteReplica source = replica(1024)) {
            source.snapshot();
            source.disguiseWal(SqliteWitnessTest::asBigEndian);
            source.sql(fill(5));
            source.segment();
            source.sql(fill(5));
            source.segment();
            assertRestores(source, RestoreTarget.latest(), source.expected());
        }
    }

    private static byte[] asBigEndian(byte[] wal) {
        WalHeader header = ((WalHeader.Reading.Header) WalHeader.read(Arrays.copyOf(wal, 32))).header();
        WalBytes big = new WalBytes(WalHeader.of(
                ByteOrder.BIG_ENDIAN, header.pageSize(), header.checkpointSequence(), header.salt1(), header.salt2()));
        try {
            WalScan.fromStart(header).read(new ByteArrayInputStream(wal, 32, wal.length), (frame, raw) -> {
                byte[] image = new byte[header.pageSize().bytes()];
                raw.get(WalFrame.HEADER_BYTES, image);
                big.frame((int) frame.page().value(), frame.commitPages(), image);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return big.bytes();
    }

    /// A transaction larger than the heap it may take.
    @Test
    void aTransactionThatDoesNotFitMemoryWaitsInAFile() throws Exception {
        try (SqliteReplica source = replica(4096)) {
            source.snapshot();
            source.sql("INSERT INTO t(v) VALUES(zeroblob(20000000))");
            source.segment();
            source.sql("UPDATE t SET v=randomblob(9000000)", "VACUUM");
            source.segment();
            assertRestores(source, RestoreTarget.latest(), source.expected());
        }
    }

    /// Pitfall P6: taken again in the same index, the snapshot is newer than points that it replaced.
    @Test
    void aSnapshotThatIsAheadOfThePointIsNotMixedIntoIt() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(3));
            Position early = source.segment();
            source.sql("UPDATE t SET v=randomblob(250) WHERE k=2", fill(20));
            Position late = source.segment();
            String latest = source.expected();
            source.backfill();
            source.snapshot();
            RestoreOutcome.Refused refused = refused(source, at(early));
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.OUT_OF_RANGE);
            assertThat(refused.problem().message()).contains("snapshots/00000000", "later pages");
            assertThat(refused.nearest().after()).map(RestorePoint::place).contains(late);
            assertRestores(source, at(late), latest);
        }
    }

    /// The same where pages were written in between that the snapshot no longer has: they say nothing of it.
    @Test
    void aSnapshotThatIsAheadOfThePointBehindAShrinkIsNotMixedIntoIt() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.sql("DROP INDEX i", fill(40));
            source.sql("VACUUM");
            source.nextIndex();
            source.sql("UPDATE t SET v=randomblob(250) WHERE k=40");
            Position early = source.segment();
            source.sql("UPDATE t SET v=randomblob(250) WHERE k=2", fill(60));
            source.sql("DELETE FROM t WHERE k>40");
            source.sql("VACUUM");
            source.segment();
            source.backfill();
            source.snapshot();
            RestoreOutcome.Refused refused = refused(source, at(early));
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.OUT_OF_RANGE);
            assertThat(refused.problem().message()).contains("snapshots/00000001", "later pages");
        }
    }

    /// Pitfall P5: with an older snapshot the point can be had all the same.
    @Test
    void anOlderSnapshotIsPreferredWhereTheOwnIndexIsCut() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(3));
            source.segment();
            source.nextIndex();
            source.sql(fill(3));
            Position early = source.segment();
            String then = source.expected();
            source.sql("UPDATE t SET v=randomblob(250)");
            source.segment();
            source.backfill();
            source.snapshot();
            assertRestores(source, at(early), then);
        }
    }

    @Test
    void aDamagedSnapshotIsAvoidedWhereAnOlderOneLeadsToTheSameState() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(3));
            source.segment();
            source.nextIndex();
            source.snapshot();
            source.sql(fill(3));
            source.segment();
            String latest = source.expected();
            String key = new ObjectName.Snapshot(GENERATION, 1).key();
            // Its frame is right and its pages are not: only a check of the assembled database can find that.
            byte[] garbage = new byte[512 * 7];
            Arrays.fill(garbage, 100, garbage.length, (byte) 7);
            System.arraycopy(Files.readAllBytes(directory.resolve("source/source.db")), 0, garbage, 0, 100);
            source.put(key, garbage);
            assertRestores(source, RestoreTarget.latest(), latest);
            Files.write(source.root().resolve(key), new byte[0]);
            assertThat(restore(source, RestoreTarget.latest()))
                    .isInstanceOfSatisfying(RestoreOutcome.Restored.class, restored -> {
                        assertThat(restored.sha256()).isEqualTo(latest);
                        assertThat(restored.remarks()).anyMatch(remark -> remark.contains(key));
                    });
        }
    }

    /// What the application itself broke, or a lost last piece of an index, shows only in the finished database.
    @Test
    void aDatabaseThatFailsItsCheckIsRefusedAndTheNewestSoundPointOffered() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            Position sound = null;
            String then = "";
            for (int i = 0; i < 12; i++) {
                source.sql(fill(2));
                if (i == 6) {
                    source.sql("PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET rootpage=2 WHERE name='i'");
                }
                Position reached = source.segment();
                if (i == 5) {
                    sound = reached;
                    then = source.expected();
                }
            }
            RestoreOutcome.Refused refused = refused(source, RestoreTarget.latest());
            assertThat(refused.problem().code().exitStatus()).isEqualTo(4);
            assertThat(refused.nearest().before()).map(RestorePoint::place).contains(sound);
            assertRestores(source, at(sound), then);
        }
    }

    @Test
    void overlapsPageSizesAndTheLockPageAreNamed() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(3));
            source.segment();
            source.sql(fill(3));
            Position end = source.segment();
            String overlapping = new ObjectName.Segment(GENERATION, 0, end.offset() - 536).key();
            source.put(overlapping, new byte[536]);
            RestoreOutcome.Refused refused = refused(source, RestoreTarget.latest());
            assertThat(refused.problem().code().exitStatus()).isEqualTo(3);
            assertThat(refused.problem().objects()).isNotEmpty();
            Files.delete(source.root().resolve(overlapping));
            WalBytes other = WalBytes.littleEndian(1024).frame(1, 1, 0);
            source.put(new ObjectName.Segment(GENERATION, 1, 0).key(), other.bytes());
            assertThat(refused(source, RestoreTarget.latest()).problem().message())
                    .contains("pages of 1024 bytes");
            long lockPage = 0x40000000L / 512 + 1;
            WalBytes locked = WalBytes.littleEndian(512).frame((int) lockPage, 5, 0);
            source.put(new ObjectName.Segment(GENERATION, 1, 0).key(), locked.bytes());
            assertThat(refused(source, RestoreTarget.latest()).problem().message())
                    .contains(new PageNumber(lockPage).toString());
        }
    }

    /// Pitfalls P3 and P10.
    @Test
    void leftoversOfOlderIndexesAndASnapshotBehindAllSegmentsAreNoObstacle() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.sql(fill(3));
            source.segment();
            source.nextIndex();
            source.sql(fill(3));
            source.segmentTo(source.frameEnd(1));
            source.segment();
            Files.delete(source.root().resolve(new ObjectName.Segment(GENERATION, 1, 0).key()));
            source.nextIndex();
            source.nextIndex();
            source.snapshot();
            String snapshot = Hashes.sha256(directory.resolve("source/source.db"));
            assertRestores(source, RestoreTarget.latest(), snapshot);
            source.sql(fill(3));
            source.segment();
            assertRestores(source, RestoreTarget.latest(), source.expected());
        }
    }

    /// A copied bucket: the snapshot carries a later time than every segment. Content decides, not times.
    @Test
    void aCopyWithTimesInAnotherOrderStillRestoresItsPoints() throws Exception {
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            source.sql(fill(3));
            Position early = source.segment();
            String then = source.expected();
            source.sql("UPDATE t SET v=randomblob(250) WHERE k=2", fill(20));
            source.segment();
            Files.setLastModifiedTime(
                    source.root().resolve(new ObjectName.Snapshot(GENERATION, 0).key()),
                    FileTime.from(source.now().plusSeconds(3600)));
            assertRestores(source, at(early), then);
        }
    }

    @Test
    void generationsThatTimesCannotTellApartHaveToBeNamed() throws Exception {
        GenerationId other = new GenerationId("00000000000000bb");
        try (SqliteReplica source = replica(512)) {
            source.snapshot();
            Path first = source.root().resolve(new ObjectName.Snapshot(GENERATION, 0).key());
            String key = new ObjectName.Snapshot(other, 0).key();
            source.put(key, Files.readAllBytes(directory.resolve("source/source.db")));
            Files.setLastModifiedTime(source.root().resolve(key), Files.getLastModifiedTime(first));
            assertThat(refused(source, RestoreTarget.latest()).problem().message())
                    .contains(GENERATION.hex(), other.hex());
            assertThat(restore(source, new RestoreTarget.Latest(Optional.of(other))))
                    .isInstanceOf(RestoreOutcome.Restored.class);
        }
    }
}
