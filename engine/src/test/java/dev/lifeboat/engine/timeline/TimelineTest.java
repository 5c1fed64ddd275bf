package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.restore.LtxSource;
import dev.lifeboat.engine.restore.SqliteReplica;
import dev.lifeboat.engine.timeline.PointEvent.Behind;
import dev.lifeboat.engine.timeline.PointEvent.GapBefore;
import dev.lifeboat.engine.timeline.PointEvent.GapBehind;
import dev.lifeboat.engine.timeline.PointEvent.MuchFreed;
import dev.lifeboat.engine.timeline.PointEvent.SchemaChange;
import dev.lifeboat.engine.timeline.PointEvent.SizeJump;
import dev.lifeboat.engine.timeline.PointEvent.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 5, History: what happened is found without restoring anything, in both formats.
class TimelineTest {
    private static final int PAGE = 512;
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    @TempDir
    private Path directory;

    private static Timeline look(Path root) throws IOException {
        return new Look(root, ObjectMemory.none()).take();
    }

    private static List<PointEvent> at(Timeline timeline, PointId place) {
        return timeline.moments().stream()
                .filter(moment -> moment.point().place().equals(place))
                .findFirst()
                .orElseThrow()
                .events();
    }

    private SqliteReplica replica() throws Exception {
        return new SqliteReplica(directory, PAGE, GENERATION);
    }

    /// A row, in one page or two.
    private static String row(int key) {
        return "INSERT INTO t VALUES(" + key + ", randomblob(20))";
    }

    private static final String MANY_ROWS =
            "WITH RECURSIVE n(k) AS (VALUES(1000) UNION ALL SELECT k + 1 FROM n WHERE k < 3000)"
                    + " INSERT INTO t SELECT k, randomblob(300) FROM n";

    @Test
    void aChangedSchemaIsToldAtItsCommitInsideASegment() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            Position first = replica.segment();
            replica.sql(row(2));
            int before = replica.wal().length;
            replica.sql("CREATE TABLE u(a)");
            int commit = replica.wal().length;
            replica.sql(row(3));
            Position second = replica.segment();
            replica.nextIndex();
            replica.sql("DROP TABLE u");
            Position third = replica.segment();

            Timeline timeline = look(replica.root());
            assertThat(at(timeline, Position.ofSnapshot(GENERATION, 0))).containsExactly(new Snapshot());
            assertThat(at(timeline, first)).isEmpty();
            PointId at = new Position(GENERATION, 0, commit);
            assertThat(at(timeline, second))
                    .containsExactly(new SchemaChange(new Position(GENERATION, 0, before), at, 2, 3));
            assertThat(at(timeline, third)).containsExactly(new SchemaChange(second, third, 3, 4));
        }
    }

    /// 0.3 spec, section 1.3: the page comes in one segment and its commit in the next.
    @Test
    void aTransactionThatIsCutInTwoIsToldWhereItCommits() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            PointId begun = new Position(GENERATION, 0, replica.wal().length);
            replica.transaction("CREATE TABLE u(a)", row(2), row(3));
            int frames = (replica.wal().length - 32) / (24 + PAGE);
            assertThat(frames).as("frames of the two transactions").isGreaterThan(3);
            replica.segmentTo(replica.frameEnd(frames - 1));
            Position end = replica.segment();

            Timeline timeline = look(replica.root());
            assertThat(timeline.moments()).hasSize(3);
            assertThat(timeline.moments().get(1).events()).isEmpty();
            assertThat(at(timeline, end)).containsExactly(new SchemaChange(begun, end, 2, 3));
        }
    }

    /// What stood behind the last commit of a WAL is no part of the next one.
    @Test
    void aTransactionWhoseCommitIsNotThereIsNotTold() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            replica.segment();
            replica.transaction("CREATE TABLE u(a)", row(2));
            Position cut = replica.segmentTo(replica.frameEnd((replica.wal().length - 32) / (24 + PAGE) - 1));
            replica.nextIndex();
            replica.sql(row(3));
            Position last = replica.segment();

            Timeline timeline = look(replica.root());
            assertThat(at(timeline, cut)).isEmpty();
            assertThat(at(timeline, last)).isEmpty();
        }
    }

    @Test
    void aDatabaseThatGrowsShrinksOrLosesMuchAtOnceIsTold() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            replica.segment();
            replica.sql(MANY_ROWS);
            Position grown = replica.segment();
            replica.sql("DELETE FROM t WHERE k >= 1000");
            Position deleted = replica.segment();
            replica.sql("VACUUM");
            Position vacuumed = replica.segment();

            Timeline timeline = look(replica.root());
            assertThat(at(timeline, grown)).singleElement().isInstanceOfSatisfying(SizeJump.class, jump -> {
                assertThat(jump.at()).isEqualTo(grown);
                assertThat(jump.bytesAfter() - jump.bytesBefore()).isGreaterThan(2001 * 300);
            });
            assertThat(at(timeline, deleted))
                    .as("pages become free, the file stays")
                    .singleElement()
                    .isInstanceOfSatisfying(MuchFreed.class, freed -> {
                        assertThat(freed.before()).isEqualTo(grown);
                        assertThat(freed.bytesFreed()).isGreaterThan(2001 * 300);
                    });
            assertThat(at(timeline, vacuumed))
                    .hasAtLeastOneElementOfType(SizeJump.class)
                    .hasAtLeastOneElementOfType(SchemaChange.class);
        }
    }

    /// 0.3 spec, section 1.4: a snapshot may hold a part of its index already.
    @Test
    void whatASnapshotHoldsOfItsIndexIsNoNews() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.sql("CREATE TABLE u(a)");
            Position first = replica.segment();
            replica.sql("CREATE TABLE w(a)");
            Position second = replica.segment();
            replica.backfill();
            replica.snapshot();
            replica.nextIndex();
            replica.sql("CREATE TABLE x(a)");
            Position third = replica.segment();

            Timeline timeline = look(replica.root());
            assertThat(at(timeline, first)).isEmpty();
            assertThat(at(timeline, second)).isEmpty();
            assertThat(at(timeline, third)).containsExactly(new SchemaChange(second, third, 4, 5));
        }
    }

    /// Behind a hole the next snapshot is where comparing begins again.
    @Test
    void aHoleIsToldAtTheNextPointAndComparesNothingAcrossItself() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            replica.segment();
            replica.nextIndex();
            replica.sql("CREATE TABLE u(a)");
            Position lost = replica.segment();
            replica.nextIndex();
            replica.sql("CREATE TABLE w(a)");
            Position behind = replica.segment();
            replica.nextIndex();
            replica.snapshot();
            replica.sql("CREATE TABLE x(a)");
            Position last = replica.segment();
            Files.delete(segment(replica, lost.index(), 0));

            Timeline timeline = look(replica.root());
            assertThat(at(timeline, behind)).singleElement().isInstanceOfSatisfying(GapBefore.class, gap -> {
                assertThat(gap.gap().missing()).isTrue();
                assertThat(gap.gap().key()).contains("/wal/00000001_00000000");
            });
            assertThat(at(timeline, last)).containsExactly(new SchemaChange(behind, last, 4, 5));
        }
    }

    private static Path segment(SqliteReplica replica, int index, long offset) {
        return replica.root().resolve("generations/%s/wal/%08x_%08x.wal.lz4".formatted(GENERATION, index, offset));
    }

    /// B1: what cannot be read is named, and what lies behind it in the same WAL is not guessed at.
    @Test
    void aDamagedSegmentIsAGapAtItsOwnPointAndAtTheLastOneWhereNothingFollows() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            Position first = replica.segment();
            replica.sql(row(2));
            Position second = replica.segment();
            replica.sql("CREATE TABLE u(a)");
            Position third = replica.segment();
            byte[] bytes = Files.readAllBytes(segment(replica, 0, first.offset()));
            bytes[bytes.length / 2] ^= 4;
            Files.write(segment(replica, 0, first.offset()), bytes);
            Timeline timeline = look(replica.root());
            assertThat(at(timeline, first)).isEmpty();
            assertThat(at(timeline, second))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            GapBefore.class,
                            gap -> assertThat(gap.gap().missing()).isFalse());
            assertThat(at(timeline, third))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Behind.class, gap -> assertThat(gap.before()).contains(first));

            Files.delete(segment(replica, 0, second.offset()));
            assertThat(at(look(replica.root()), first))
                    .as("without an end it is no point")
                    .singleElement()
                    .isInstanceOf(GapBehind.class);
        }
    }

    @Test
    void anEmptySnapshotIsAGapAtItself() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            replica.sql(row(1));
            Position first = replica.segment();
            Files.write(
                    replica.root().resolve("generations/" + GENERATION + "/snapshots/00000000.snapshot.lz4"),
                    new byte[0]);
            Timeline timeline = look(replica.root());
            assertThat(at(timeline, Position.ofSnapshot(GENERATION, 0)))
                    .hasSize(2)
                    .first()
                    .isInstanceOf(GapBefore.class);
            assertThat(at(timeline, first)).singleElement().isInstanceOf(Behind.class);
        }
    }

    @Test
    void changesInTheLtxFormatAreToldAtTheirTransactions() throws Exception {
        try (LtxSource source = new LtxSource(directory, PAGE)) {
            source.put(0, 1, 1);
            source.step(row(1));
            source.put(0, 2, 2);
            source.step("CREATE TABLE u(a)");
            source.put(0, 3, 3);
            source.step(MANY_ROWS);
            source.put(0, 4, 4);
            source.step(row(2));
            source.put(0, 5, 5);

            Timeline timeline = look(source.root());
            assertThat(at(timeline, new Txid(1))).containsExactly(new Snapshot());
            assertThat(at(timeline, new Txid(2)))
                    .as("so small a database is all in it")
                    .containsExactly(new Snapshot());
            assertThat(at(timeline, new Txid(3))).containsExactly(new SchemaChange(new Txid(2), new Txid(3), 2, 3));
            assertThat(at(timeline, new Txid(4))).singleElement().isInstanceOf(SizeJump.class);
            assertThat(at(timeline, new Txid(5))).isEmpty();

            source.step("DELETE FROM t WHERE k >= 1000");
            source.put(0, 6, 6);
            assertThat(at(look(source.root()), new Txid(6))).singleElement().isInstanceOf(MuchFreed.class);
            source.remove(0, 6, 6);

            source.remove(0, 3, 3);
            timeline = look(source.root());
            assertThat(at(timeline, new Txid(4))).singleElement().isInstanceOf(GapBefore.class);
            source.put(1, 2, 3);
            timeline = look(source.root());
            assertThat(at(timeline, new Txid(3)))
                    .as("a compacted file tells it too")
                    .contains(new SchemaChange(new Txid(2), new Txid(3), 2, 3));
        }
    }

    @Test
    void aWindowIsTheSameAsThatPartOfAllAndReadsNoMoreThanItNeeds() throws Exception {
        try (SqliteReplica replica = replica()) {
            replica.snapshot();
            for (int key = 0; key < 10; key++) {
                replica.sql(row(key));
                replica.segment();
                replica.nextIndex();
            }
            replica.snapshot();
            for (int key = 10; key < 14; key++) {
                replica.sql("CREATE TABLE u" + key + "(a)");
                replica.segment();
                replica.nextIndex();
            }
            List<Moment> all = look(replica.root()).moments();
            Look look = new Look(replica.root(), ObjectMemory.none());
            int listing = look.askedByAListing().size();
            List<Moment> some =
                    look.take(Window.since(all.get(13).point().time())).moments();
            assertThat(some).isEqualTo(all.subList(13, all.size())).hasSize(3);
            assertThat(some).allMatch(moment -> moment.events().size() == 1);
            assertThat(look.asked()).as("a snapshot and four segments").hasSize(listing + 5);
        }
    }
}
