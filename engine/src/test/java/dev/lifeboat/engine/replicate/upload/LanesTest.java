package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.store.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {
    /// A snapshot each hour, all of it kept.
    private static final LaneSettings HOURLY = new LaneSettings(
            Duration.ofSeconds(1), Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1), 64L << 20, false, false);

    @TempDir
    Path directory;

    private LaneRig rig;

    @BeforeEach
    void setUp() throws SQLException, IOException {
        rig = new LaneRig(directory);
    }

    @AfterEach
    void tearDown() throws SQLException {
        rig.close();
    }

    private ReplicaStatus status(Lanes lanes) {
        return lanes.status().getFirst();
    }

    @Test
    void whatWasCapturedIsRestored() throws Exception {
        try (Lanes lanes = rig.begun()) {
            for (int index = 0; index < 3; index++) {
                for (int commit = 0; commit < 3; commit++) {
                    lanes.captured(rig.database.commit());
                    rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
                    rig.assertRestores(rig.database.position());
                }
                rig.database.seal();
            }
            Position end = rig.database.chunks().getLast().end();
            assertThat(lanes.hasAll(end)).isTrue();
            assertThat(lanes.acknowledgedByAll()).contains(end);
            assertThat(status(lanes).acknowledged()).contains(end);
            assertThat(status(lanes).pendingSince()).isEmpty();
            assertThat(status(lanes).figures().uploads()).isEqualTo(10);
            assertThat(status(lanes).figures().snapshots()).isEqualTo(1);
        }
    }

    @Test
    void theSnapshotComesBeforeTheFirstSegmentAndItsImageIsClosedOnce() throws Exception {
        try (Lanes lanes = rig.lanes()) {
            CapturedDatabase.Image image = rig.database.image();
            lanes.beginGeneration(image, rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            assertThat(image.closed()).isEqualTo(1);
            assertThat(rig.store.requests().stream()
                            .filter(request -> request.operation().equals("put"))
                            .map(request -> request.key().replaceFirst(".*/(snapshots|wal)/.*", "$1")))
                    .as("0.3 spec, 1.12")
                    .endsWith("snapshots", "wal");
        }
    }

    @Test
    void chunksThatWaitBecomeOneSegmentOfTheirIndex() throws Exception {
        try (Lanes lanes = rig.begun()) {
            for (int commit = 0; commit < 4; commit++) {
                lanes.captured(rig.database.commit());
            }
            rig.database.seal();
            lanes.captured(rig.database.commit());
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(rig.store.count("put", "/wal/00000000_"))
                    .as("the first at once")
                    .isEqualTo(2);
            assertThat(rig.store.count("put", "/wal/00000001_")).isEqualTo(1);
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aChunkThatIsASegmentByItselfIsSentAsItLiesInTheSpool() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk chunk = rig.database.commit();
            lanes.captured(chunk);
            rig.uploads.run();
            assertThat(rig.store.bytes(GenerationsWriter.segmentKey(chunk.start())))
                    .isEqualTo(Files.readAllBytes(chunk.file()));
        }
    }

    @Test
    void aSegmentDoesNotGrowBeyondItsLimit() throws Exception {
        LaneSettings small = new LaneSettings(
                Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 4000, false, false);
        try (Lanes lanes = rig.lanes(LaneRig.US, small)) {
            rig.begin(lanes);
            for (int commit = 0; commit < 10; commit++) {
                lanes.captured(rig.database.commit());
            }
            rig.uploads.run();
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(rig.store.count("put", "/wal/")).isBetween(4L, 10L);
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void metadataTellsPositionAndACommitTimeThatNeverRunsBackwards() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk first = rig.database.commit();
            lanes.captured(first);
            rig.uploads.run();
            rig.clock.pass(Duration.ofHours(-2));
            Chunk second = rig.database.commit();
            lanes.captured(second);
            rig.uploads.run();
            assertThat(rig.store.metadata(GenerationsWriter.segmentKey(first.start())))
                    .containsEntry(ObjectMetadata.POSITION, first.end().toString())
                    .containsEntry(ObjectMetadata.COMMIT_TIME, "2026-03-01T04:00:00Z");
            assertThat(rig.store.metadata(GenerationsWriter.segmentKey(second.start())))
                    .containsEntry(ObjectMetadata.COMMIT_TIME, "2026-03-01T04:00:00Z");
        }
    }

    @Test
    void anIdleReplicaCostsNoRequest() throws Exception {
        try (Lanes lanes = rig.begun()) {
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(5), Duration.ofSeconds(1));
            rig.store.forget();
            assertThat(lanes.nextAct()).isEmpty();
            rig.pass(lanes, Duration.ofDays(3), Duration.ofMinutes(1));
            assertThat(rig.store.requests()).isEmpty();
        }
    }

    @Test
    void underLoadASegmentIsSentEachSecondAndTheFenceReadEveryHalfMinute() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.store.forget();
            for (int tick = 0; tick < 150; tick++) {
                lanes.captured(rig.database.commit());
                rig.pass(lanes, Duration.ofMillis(400), Duration.ofMillis(100));
            }
            assertThat(rig.store.count("put", "/wal/")).as("one PUT a second").isBetween(45L, 61L);
            assertThat(rig.store.requests()).as("OB-2").hasSizeLessThanOrEqualTo(61 + 3);
        }
    }

    @Test
    void immediatelyMeansAtOnce() throws Exception {
        try (Lanes lanes = rig.lanes(LaneRig.US, LaneSettings.STANDARD.withSyncInterval(Duration.ZERO))) {
            rig.begin(lanes);
            for (int commit = 0; commit < 5; commit++) {
                lanes.captured(rig.database.commit());
                rig.uploads.run();
                assertThat(lanes.hasAll(rig.database.position())).isTrue();
            }
        }
    }

    @Test
    void afterAQuietTimeNothingWaitsAndInABurstTheLoopIsToldWhenToCome() throws Exception {
        try (Lanes lanes = rig.begun()) {
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            lanes.captured(rig.database.commit());
            assertThat(rig.uploads.size()).isZero();
            assertThat(lanes.nextAct()).contains(rig.clock.instant().plusSeconds(1));
        }
    }

    @Test
    void eachReplicaGoesAtItsOwnPace() throws Exception {
        FaultyStore other = new FaultyStore(rig.storeClock);
        try (Lanes lanes = rig.lanesOfTwo(other, LaneSettings.STANDARD)) {
            rig.begin(lanes);
            Position begin = rig.database.position();
            other.script(new Away());
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.status().getFirst().acknowledged()).contains(rig.database.position());
            assertThat(lanes.status().getFirst().error()).isEmpty();
            assertThat(lanes.status().getLast().acknowledged()).contains(begin);
            assertThat(lanes.status().getLast().error()).isEqualTo("away");
            assertThat(lanes.status().getLast().figures().pendingBytes()).isPositive();
            assertThat(lanes.acknowledgedByAll()).contains(begin);

            other.script(FaultyStore.Script.NONE);
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.acknowledgedByAll()).contains(rig.database.position());
        }
    }

    /// Every request fails.
    private static final class Away implements FaultyStore.Script {
        @Override
        public void before(FaultyStore.Request request) throws IOException {
            throw new IOException("away");
        }
    }

    @Test
    void anOutageCostsLessThanARequestASecondAndItsEndIsNoticed() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.store.script(new Away());
            lanes.captured(rig.database.commit());
            rig.store.forget();
            rig.pass(lanes, Duration.ofMinutes(10), Duration.ofMillis(100));
            assertThat(rig.store.requests()).as("OB-5").hasSizeBetween(40, 599);

            rig.store.script(FaultyStore.Script.NONE);
            rig.pass(lanes, Duration.ofSeconds(15), Duration.ofMillis(100));
            assertThat(lanes.hasAll(rig.database.position()))
                    .as("P8: without a local change")
                    .isTrue();
            assertThat(status(lanes).error()).isEmpty();
        }
    }

    @Test
    void nextActLeadsThroughAnOutageWithoutAnyOtherTick() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.store.script(new Away());
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            Instant end = rig.clock.instant().plusSeconds(60);
            while (rig.clock.instant().isBefore(end)) {
                Instant next = lanes.nextAct().orElseThrow();
                assertThat(next).isAfter(rig.clock.instant());
                rig.pass(Duration.between(rig.clock.instant(), next));
                lanes.tick();
                assertThat(rig.uploads.size()).isEqualTo(1);
                rig.uploads.run();
            }
        }
    }

    @Test
    void aSharedCircuitKeepsManyLanesOffAStoreThatIsAway() throws Exception {
        Destination first = rig.destination("0", rig.store, LaneSettings.STANDARD);
        List<Destination> many = java.util.stream.IntStream.range(0, 20)
                .mapToObj(n -> new Destination(
                        Integer.toString(n), new FaultyStore(rig.storeClock), first.circuit(), LaneSettings.STANDARD))
                .toList();
        try (Lanes lanes = rig.lanes(LaneRig.US, many)) {
            rig.begin(lanes);
            many.forEach(each -> ((FaultyStore) each.store()).forget());
            many.forEach(each -> ((FaultyStore) each.store()).script(new Away()));
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofMinutes(5), Duration.ofMillis(100));
            int requests = many.stream()
                    .mapToInt(each -> ((FaultyStore) each.store()).requests().size())
                    .sum();
            assertThat(requests).as("OB-5: per process").isLessThan(300);

            many.forEach(each -> ((FaultyStore) each.store()).script(FaultyStore.Script.NONE));
            rig.pass(lanes, Duration.ofSeconds(15), Duration.ofMillis(100));
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
        }
    }

    /// OB-5: all are permitted before the first of them fails.
    @Test
    void anOutageThatMeetsManyLanesAtOnceCountsOnce() throws Exception {
        FaultyStore away = new FaultyStore(rig.storeClock);
        Destination first = rig.destination("0", away, LaneSettings.STANDARD);
        List<Destination> many = java.util.stream.IntStream.range(0, 20)
                .mapToObj(n -> new Destination(Integer.toString(n), away, first.circuit(), LaneSettings.STANDARD))
                .toList();
        away.script(new Away());
        try (Lanes lanes = rig.lanes(LaneRig.US, many)) {
            rig.begin(lanes);
            assertThat(away.requests()).as("each has tried").hasSize(many.size());
            assertThat(first.circuit().nextQuestion())
                    .isBetween(rig.clock.instant(), rig.clock.instant().plusMillis(1500));
        }
    }

    @Test
    void aReplicaThatTheStoreKnowsNothingOfAfterARestartGetsASnapshot() throws Exception {
        try (Lanes lanes = rig.lanes()) {
            rig.database.commit();
            Chunk unsent = rig.database.commit();
            lanes.resumeGeneration(rig.database.generation(), Map.of(), List.of(unsent));
            assertThat(lanes.wantsSnapshot())
                    .hasValueSatisfying(why -> assertThat(why).contains("no snapshot"));
            assertThat(rig.uploads.size()).isZero();

            rig.database.seal();
            lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            assertThat(rig.store.keys()).noneMatch(key -> key.contains("/wal/00000000"));
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aPositionInAnotherGenerationIsNone() throws Exception {
        try (Lanes lanes = rig.lanes()) {
            Position elsewhere = new Position(new GenerationId("00000000000000ff"), 7, 32);
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", elsewhere), List.of(rig.database.commit()));
            assertThat(lanes.wantsSnapshot()).isPresent();
            assertThat(lanes.hasAll(elsewhere)).isFalse();
        }
    }

    @Test
    void aReplicaThatWasEmptiedIsNoticedWhenItsGenerationGoesOn() throws Exception {
        Position before = rig.database.commit().end();
        try (Lanes lanes = rig.lanes()) {
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", before), List.of(rig.database.commit()));
            rig.uploads.run();
            assertThat(lanes.wantsSnapshot()).isPresent();
            assertThat(rig.store.count("put", "/wal/")).isZero();
        }
    }

    /// The note says where the replica of this name was; the store under it may be another one by now, or a copy.
    @Test
    void aReplicaThatIsBehindItsNoteGetsASnapshotAndNoHole() throws Exception {
        Position noted;
        try (Lanes lanes = rig.begun()) {
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            Chunk last = rig.database.commit();
            lanes.captured(last);
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            noted = last.end();
            rig.store.lose(GenerationsWriter.segmentKey(last.start()));
        }
        try (Lanes lanes = rig.lanes()) {
            Chunk next = rig.database.commit();
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", noted), List.of(next));
            rig.uploads.run();
            assertThat(rig.store.keys()).doesNotContain(GenerationsWriter.segmentKey(next.start()));
            assertThat(lanes.wantsSnapshot()).isPresent();

            rig.database.seal();
            lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            rig.assertRestores(rig.database.position());
        }
    }

    /// What was captured behind the snapshot that it waits with is of use.
    @Test
    void aReplicaThatIsFoundBehindWhileASnapshotWaitsGoesOnFromThere() throws Exception {
        Position noted = rig.database.commit().end();
        rig.store.script(new Away());
        try (Lanes lanes = rig.lanes()) {
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", noted), List.of(rig.database.commit()));
            rig.uploads.run();
            rig.database.seal();
            lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            rig.store.script(FaultyStore.Script.NONE);
            rig.pass(lanes, Duration.ofSeconds(30), Duration.ofSeconds(1));
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(lanes.wantsNewGeneration()).isEmpty();
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aReplicaThatHasWhatIsNotedGoesOnWhereTheStoreKeepsNoMetadata() throws Exception {
        Position noted;
        try (Lanes lanes = rig.begun()) {
            Chunk only = rig.database.commit();
            lanes.captured(only);
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            noted = only.end();
            rig.store.place(GenerationsWriter.segmentKey(only.start()), Files.readAllBytes(only.file()));
        }
        try (Lanes lanes = rig.lanes()) {
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", noted), List.of(rig.database.commit()));
            rig.uploads.run();
            assertThat(lanes.wantsSnapshot()).isEmpty();
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            rig.assertRestores(rig.database.position());
        }
    }

    /// Neither its first snapshot nor a later one.
    @Test
    void aReplicaThatIsAwayDoesNotKeepTheOthersFromTheirSnapshots() throws Exception {
        FaultyStore other = new FaultyStore(rig.storeClock);
        other.script(new Away());
        try (Lanes lanes = rig.lanesOfTwo(other, HOURLY)) {
            Instant begin = rig.clock.instant();
            CapturedDatabase.Image first = rig.database.image();
            lanes.beginGeneration(first, rig.database.position(), rig.clock.instant());
            rig.uploads.run();
            assertThat(first.closed()).as("it may be back any time").isZero();
            for (int hour = 1; hour <= 3; hour++) {
                rig.pass(Duration.ofMinutes(61));
                lanes.captured(rig.database.commit());
                rig.uploads.run();
                assertThat(lanes.wantsSnapshot()).as("hour " + hour).isPresent();
                assertThat(first.closed()).isEqualTo(1);
                assertThat(lanes.status().getLast().pendingSince())
                        .as("it is no less behind")
                        .contains(begin);
                rig.database.seal();
                first = rig.database.image();
                lanes.snapshot(first, rig.database.position(), rig.clock.instant());
                rig.uploads.run();
                assertThat(rig.store.keys()).contains(GenerationsWriter.snapshotKey(rig.database.position()));
            }
            lanes.captured(rig.database.commit());
            other.script(FaultyStore.Script.NONE);
            rig.pass(lanes, Duration.ofSeconds(60), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            assertThat(first.closed()).isEqualTo(1);
            assertThat(lanes.status().getLast().pendingSince()).isEmpty();
            rig.assertRestores(rig.database.position());
            rig.assertRestores(
                    other,
                    new RestoreTarget.AtPoint(rig.database.position()),
                    rig.database.hashAt(rig.database.position()));
        }
    }

    /// OB-9.
    @Test
    void aReplicaThatIsAwayGivesUpItsBacklogWhereAnotherTakesWhatItGets() throws Exception {
        FaultyStore other = new FaultyStore(rig.storeClock);
        try (Lanes lanes = rig.lanesOfTwo(other, LaneSettings.STANDARD)) {
            rig.begin(lanes);
            other.script(new Away());
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.yieldBacklogs()).isTrue();
            assertThat(lanes.acknowledgedByAll()).contains(rig.database.position());
            assertThat(lanes.status().getLast().acknowledged()).isEmpty();
            assertThat(lanes.status().getLast().pendingSince()).isPresent();
            assertThat(lanes.wantsSnapshot()).isPresent();

            rig.database.seal();
            lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
            other.script(FaultyStore.Script.NONE);
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(60), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            rig.assertRestores(
                    other,
                    new RestoreTarget.AtPoint(rig.database.position()),
                    rig.database.hashAt(rig.database.position()));

            rig.store.script(new Away());
            other.script(new Away());
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.yieldBacklogs()).as("nobody gains by it").isFalse();
        }
    }

    @Test
    void anImageThatIsStillReadWhenTheGenerationEndsIsReadNoMore() throws Exception {
        try (Lanes lanes = rig.lanes()) {
            CapturedDatabase.Image image = rig.database.image();
            lanes.beginGeneration(image, rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            lanes.endGeneration();
            assertThat(image.closed()).isEqualTo(1);
            rig.uploads.run();
            assertThat(rig.store.keys()).noneMatch(key -> key.startsWith("generations/"));
            assertThat(status(lanes).error()).isEmpty();
            assertThat(lanes.needs(rig.database.generation())).isFalse();
        }
    }

    @Test
    void whatAnEndedGenerationHasInTheSpoolIsSentBeforeTheNextOne() throws Exception {
        try (Lanes lanes = rig.begun()) {
            GenerationId old = rig.database.generation();
            rig.store.script(new Away());
            Position end = rig.database.commit().end();
            lanes.captured(rig.database.chunks().getLast());
            rig.uploads.run();
            lanes.endGeneration();
            assertThat(lanes.needs(old)).isTrue();

            rig.database.newGeneration("00000000000000bb");
            lanes.beginGeneration(rig.database.image(), rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            rig.store.script(FaultyStore.Script.NONE);
            rig.pass(lanes, Duration.ofSeconds(30), Duration.ofSeconds(1));
            assertThat(lanes.needs(old)).isFalse();
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            rig.assertRestores(end);
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aSnapshotGoesBesideTheSegmentsWhenItsTimeHasCome() throws Exception {
        try (Lanes lanes = rig.lanes(LaneRig.US, HOURLY)) {
            rig.begin(lanes);
            rig.pass(Duration.ofMinutes(59));
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            assertThat(lanes.wantsSnapshot()).isEmpty();
            rig.pass(Duration.ofMinutes(2));
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            assertThat(lanes.wantsSnapshot())
                    .hasValueSatisfying(why -> assertThat(why).contains("3660 s old"));

            rig.database.seal();
            CapturedDatabase.Image image = rig.database.image();
            lanes.snapshot(image, rig.database.position(), rig.clock.instant());
            assertThat(lanes.wantsSnapshot()).as("one at a time").isEmpty();
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(image.closed()).isEqualTo(1);
            assertThat(rig.store.keys()).anyMatch(key -> key.endsWith("/snapshots/00000001.snapshot.lz4"));
            assertThat(lanes.wantsSnapshot()).isEmpty();
            assertThat(rig.store.requests())
                    .as("OB-2: before each snapshot")
                    .containsSubsequence(
                            new FaultyStore.Request("head", Fence.KEY),
                            new FaultyStore.Request(
                                    "put",
                                    GenerationsWriter.snapshotKey(new Position(rig.database.generation(), 1, 0))));
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aChunkThatCannotBeReadAsksForANewGeneration() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk chunk = rig.database.commit();
            Files.delete(chunk.file());
            lanes.captured(chunk);
            rig.uploads.run();
            assertThat(lanes.wantsNewGeneration())
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be opened"));
            assertThat(rig.store.keys()).noneMatch(key -> key.contains("/wal/"));
            assertThat(lanes.acknowledgedByAll()).isEmpty();
        }
    }

    @Test
    void aGapInWhatIsCapturedAsksForANewGeneration() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.database.commit();
            lanes.captured(rig.database.commit());
            assertThat(lanes.wantsNewGeneration())
                    .as("never a hole")
                    .hasValueSatisfying(why -> assertThat(why).contains("does not follow"));
        }
    }

    @Test
    void aDrainSendsEverythingWithoutWaiting() throws Exception {
        Thread.Builder.OfPlatform threads = Thread.ofPlatform().daemon();
        try (Lanes lanes = new Lanes(
                List.of(rig.destination("one", rig.store, LaneSettings.STANDARD)),
                task -> threads.start(task),
                rig.clock,
                new java.util.Random(1),
                LaneRig.US,
                (pid, since) -> false,
                () -> {})) {
            lanes.beginGeneration(rig.database.image(), rig.database.position(), rig.clock.instant());
            lanes.captured(rig.database.commit());
            lanes.captured(rig.database.commit());
            assertThat(lanes.drain(rig.clock.instant().plusSeconds(60))).isTrue();
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            lanes.captured(rig.database.commit());
            rig.store.script(new Away());
            assertThat(lanes.sendUpTo(
                            rig.database.position(), rig.clock.instant().plusSeconds(60)))
                    .as("one attempt, no waiting for a store that is away")
                    .singleElement()
                    .asString()
                    .startsWith("one: ");
        }
    }

    /// What comes in meanwhile is none of what was asked for.
    @Test
    void anApplicationThatNeverRestsDoesNotKeepASyncFromItsEnd() throws Exception {
        SnapshotSource image = rig.database.image();
        Position born = rig.database.position();
        Chunk first = rig.database.commit();
        Queue<Chunk> coming = new ConcurrentLinkedQueue<>();
        for (int commit = 0; commit < 200; commit++) {
            coming.add(rig.database.commit());
        }
        AtomicReference<Runnable> afterEachUpload = new AtomicReference<>(() -> {});
        CountDownLatch ended = new CountDownLatch(1);
        Thread.Builder.OfPlatform threads = Thread.ofPlatform().daemon();
        try (Lanes lanes = new Lanes(
                List.of(rig.destination("one", rig.store, LaneSettings.STANDARD)),
                task -> threads.start(task),
                rig.clock,
                new java.util.Random(1),
                LaneRig.US,
                (pid, since) -> false,
                () -> afterEachUpload.get().run())) {
            lanes.beginGeneration(image, born, rig.clock.instant());
            lanes.captured(first);
            afterEachUpload.set(() -> {
                // The next upload may end before this is through.
                synchronized (coming) {
                    if (coming.size() == 1) {
                        await(ended);
                    }
                    Optional.ofNullable(coming.poll()).ifPresent(lanes::captured);
                }
            });

            assertThat(lanes.sendUpTo(first.end(), rig.clock.instant().plusSeconds(60)))
                    .isEmpty();

            assertThat(lanes.hasAll(first.end())).isTrue();
            assertThat(coming).as("it did not wait for the last of them").isNotEmpty();
            ended.countDown();
        }
    }

    /// Not for ever: where a sync waits for everything, it is to come to its end and be seen.
    private static void await(CountDownLatch ended) {
        try {
            ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void restoringTheLatestGivesTheLastAcknowledgedState() throws Exception {
        try (Lanes lanes = rig.begun()) {
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            rig.assertRestores(
                    rig.store,
                    new RestoreTarget.Latest(Optional.empty()),
                    rig.database.hashAt(rig.database.position()));
        }
    }
}
