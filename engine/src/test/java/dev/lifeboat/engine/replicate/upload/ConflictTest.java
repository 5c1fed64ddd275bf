package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.store.ObjectStore.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OB-3, W1, W2, S2: what lies under a key already, and who else writes.
class ConflictTest {
    private static final WriterIdentity AGAIN =
            new WriterIdentity("us again", "here", 101, "boot", Instant.parse("2026-03-01T05:00:00Z"));
    private static final WriterIdentity THEM =
            new WriterIdentity("them", "elsewhere", 1, "other", Instant.parse("2026-03-01T05:00:00Z"));
    private static final LaneSettings BY_FORCE = new LaneSettings(
            Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 64L << 20, true, false);

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

    private static byte[] packed(Chunk chunk) throws IOException {
        return Files.readAllBytes(chunk.file());
    }

    /// Every PUT of a segment takes effect, and its answer is lost.
    private final class Silent implements FaultyStore.Script {
        @Override
        public void after(FaultyStore.Request request) throws IOException {
            if (request.key().contains("/wal/")) {
                throw new IOException("answer lost");
            }
        }
    }

    @Test
    void anAnswerThatWasLostIsNoConflict() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.store.script(new Silent());
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            rig.store.script(FaultyStore.Script.NONE);
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(rig.database.position())).as("S2").isTrue();
            assertThat(lanes.wantsNewGeneration()).isEmpty();
            assertThat(rig.store.positions()).doesNotHaveDuplicates();
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aCutThatFailedIsTriedAgainAsItWas() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Map<String, byte[]> sent = new HashMap<>();
            rig.store.script(new FaultyStore.Script() {
                @Override
                public void after(FaultyStore.Request request) throws IOException {
                    if (request.key().contains("/wal/")) {
                        sent.put(request.key(), rig.store.bytes(request.key()));
                        rig.store.lose(request.key());
                        throw new IOException("slow");
                    }
                }
            });
            Chunk first = rig.database.commit();
            lanes.captured(first);
            rig.uploads.run();
            rig.store.script(FaultyStore.Script.NONE);
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            String key = GenerationsWriter.segmentKey(first.start());
            assertThat(rig.store.bytes(key)).isEqualTo(sent.get(key));
        }
    }

    @Test
    void anotherCutOfTheSameWalIsAdopted() throws Exception {
        Lanes before = rig.begun();
        Position begin = rig.database.position();
        Chunk first = rig.database.commit();
        before.captured(first);
        rig.uploads.run();
        before.captured(rig.database.commit());
        rig.pass(before, Duration.ofSeconds(2), Duration.ofSeconds(1));
        before.close();
        // Killed: the position file is older than what the store has, and the spool was cut afresh.
        Chunk last = rig.database.commit();
        byte[] wal;
        try (var one = first.open();
                var two = rig.database.chunks().get(1).open();
                var three = last.open()) {
            wal = new java.io.SequenceInputStream(new java.io.SequenceInputStream(one, two), three).readAllBytes();
        }
        Chunk whole = rig.database.chunk(begin, wal);
        try (Lanes lanes = rig.lanes(AGAIN, LaneSettings.STANDARD)) {
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", begin), List.of(whole));
            rig.pass(lanes, Duration.ofSeconds(5), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(last.end())).isTrue();
            assertThat(lanes.wantsNewGeneration()).isEmpty();
            assertThat(lanes.wantsSnapshot())
                    .as("K1: no snapshot where state was intact")
                    .isEmpty();
            assertThat(rig.store.positions())
                    .containsExactly(
                            first.end().toString(),
                            rig.database.chunks().get(1).end().toString(),
                            last.end().toString());
            rig.assertRestores(last.end());
        }
    }

    @Test
    void aStoreThatDoesNotDecideIsLookedAtBeforeEachSegment() throws Exception {
        rig.store.promise(EnumSet.of(Feature.CONDITIONAL_REPLACE));
        Lanes before = rig.begun();
        Position begin = rig.database.position();
        Chunk first = rig.database.commit();
        before.captured(first);
        rig.uploads.run();
        before.close();
        byte[] there = rig.store.bytes(GenerationsWriter.segmentKey(begin));
        Chunk second = rig.database.commit();
        try (Lanes lanes = rig.lanes(AGAIN, LaneSettings.STANDARD)) {
            lanes.resumeGeneration(rig.database.generation(), Map.of("one", begin), List.of(first, second));
            rig.pass(lanes, Duration.ofSeconds(5), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(second.end())).isTrue();
            assertThat(rig.store.bytes(GenerationsWriter.segmentKey(begin))).isEqualTo(there);
            assertThat(lanes.notices()).singleElement().asString().contains("does not promise");
            rig.assertRestores(second.end());
        }
    }

    @Test
    void otherBytesUnderOurKeyAskForANewGenerationAndStayAsTheyAre() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk chunk = rig.database.commit();
            byte[] wal = chunk.open().readAllBytes();
            wal[100] ^= 1;
            byte[] other = packed(rig.database.chunk(chunk.start(), wal));
            rig.store.place(GenerationsWriter.segmentKey(chunk.start()), other);
            lanes.captured(chunk);
            rig.uploads.run();
            assertThat(lanes.wantsNewGeneration())
                    .hasValueSatisfying(why -> assertThat(why).contains("differs from ours at byte 100"));
            assertThat(rig.store.bytes(GenerationsWriter.segmentKey(chunk.start())))
                    .isEqualTo(other);
            assertThat(lanes.status().getFirst().isStopped()).isFalse();

            lanes.endGeneration();
            rig.database.newGeneration("00000000000000bb");
            rig.begin(lanes);
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            assertThat(lanes.hasAll(rig.database.position())).isTrue();
            rig.assertRestores(rig.database.position());
        }
    }

    @Test
    void aReplicaThatHasMoreThanWeIsAheadOfTheDatabase() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk first = rig.database.commit();
            rig.database.commit();
            byte[] both;
            try (var one = first.open();
                    var two = rig.database.chunks().getLast().open()) {
                both = new java.io.SequenceInputStream(one, two).readAllBytes();
            }
            rig.store.place(
                    GenerationsWriter.segmentKey(first.start()), packed(rig.database.chunk(first.start(), both)));
            lanes.captured(first);
            rig.uploads.run();
            assertThat(lanes.wantsNewGeneration())
                    .as("CP-8")
                    .hasValueSatisfying(why -> assertThat(why).contains("behind the replica"));
        }
    }

    @Test
    void aDamagedObjectUnderOurKeyAsksForANewGeneration() throws Exception {
        try (Lanes lanes = rig.begun()) {
            Chunk chunk = rig.database.commit();
            rig.store.place(GenerationsWriter.segmentKey(chunk.start()), new byte[0]);
            lanes.captured(chunk);
            rig.uploads.run();
            assertThat(lanes.wantsNewGeneration()).as("P15").isPresent();
        }
    }

    @Test
    void ofTwoWritersOnOnePrefixOneAdvancesAndTheOtherStops() throws Exception {
        try (LaneRig other = new LaneRig(directory.resolve("other"));
                Lanes ours = rig.begun()) {
            ours.captured(rig.database.commit());
            rig.uploads.run();
            other.database.newGeneration("00000000000000bb");

            List<Destination> same = List.of(rig.destination("one", rig.store, LaneSettings.STANDARD));
            try (Lanes refused = rig.lanes(THEM, same)) {
                assertThat(refused.examine())
                        .as("W1: refused at start")
                        .hasValueSatisfying(
                                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER));
            }
            List<Destination> forced = List.of(rig.destination("one", rig.store, BY_FORCE));
            try (Lanes theirs = rig.lanes(THEM, forced)) {
                other.clock.pass(Duration.ofHours(1));
                theirs.beginGeneration(other.database.image(), other.database.position(), rig.clock.instant());
                rig.uploads.run();
                for (int round = 0; round < 40; round++) {
                    rig.pass(Duration.ofSeconds(1));
                    ours.captured(rig.database.commit());
                    theirs.captured(other.database.commit());
                    rig.uploads.run();
                }
                assertThat(ours.status().getFirst().isStopped()).isTrue();
                assertThat(ours.status().getFirst().error()).contains("another Lifeboat writes to memory://store");
                assertThat(ours.alarms())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.details())
                                .singleElement()
                                .asString()
                                .contains("elsewhere"));
                assertThat(ours.acknowledgedByAll()).isEmpty();
                assertThat(theirs.hasAll(other.database.position())).isTrue();
                other.assertRestores(
                        rig.store,
                        new RestoreTarget.AtPoint(other.database.position()),
                        other.database.hashAt(other.database.position()));
            }
            List<String> puts = rig.store.requests().stream()
                    .filter(request ->
                            request.operation().equals("put") && request.key().startsWith("generations/"))
                    .map(FaultyStore.Request::key)
                    .toList();
            assertThat(puts).as("W1: no key written twice").doesNotHaveDuplicates();
        }
    }

    @Test
    void aHolderThatWasPausedStopsAtItsNextLookAndHarmsOnlyItsOwnGeneration() throws Exception {
        try (LaneRig other = new LaneRig(directory.resolve("other"));
                Lanes ours = rig.begun()) {
            other.database.newGeneration("00000000000000bb");
            Chunk late = rig.database.commit();
            try (Lanes theirs = rig.lanes(THEM, List.of(rig.destination("one", rig.store, BY_FORCE)))) {
                UploadPause pause = new UploadPause(() -> {
                    // The process is stopped inside its PUT for an hour; meanwhile another takes over.
                    rig.store.script(FaultyStore.Script.NONE);
                    rig.pass(Duration.ofHours(1));
                    theirs.beginGeneration(other.database.image(), other.database.position(), rig.clock.instant());
                });
                rig.store.script(pause);
                ours.captured(late);
                rig.uploads.runOne();
                rig.uploads.run();
                ours.captured(rig.database.commit());
                rig.pass(ours, Duration.ofSeconds(40), Duration.ofSeconds(1));
                assertThat(ours.status().getFirst().isStopped()).as("W2").isTrue();
                assertThat(rig.store.keys())
                        .as("only its own generation")
                        .filteredOn(key -> key.contains("/wal/"))
                        .allMatch(key -> key.contains("00000000000000aa"))
                        .hasSizeLessThanOrEqualTo(2);
                Position takenOver = other.database.position();
                assertThat(new GenerationsBackup(rig.store).history().generations())
                        .hasSize(2);
                other.assertRestores(rig.store, RestoreTarget.latest(), other.database.hashAt(takenOver));
                theirs.captured(other.database.commit());
                rig.uploads.run();
                assertThat(theirs.hasAll(other.database.position())).isTrue();
            }
        }
    }

    /// Stops a PUT of a segment before it reaches the store.
    private record UploadPause(ThrowingRunnable meanwhile) implements FaultyStore.Script {
        @FunctionalInterface
        interface ThrowingRunnable {
            void run() throws IOException;
        }

        @Override
        public void before(FaultyStore.Request request) throws IOException {
            if (request.operation().equals("put") && request.key().contains("/wal/")) {
                meanwhile.run();
            }
        }
    }

    @Test
    void theFenceIsReadAgainAfterAFailureBeforeTheNextAttempt() throws Exception {
        try (Lanes lanes = rig.begun()) {
            rig.store.script(new Silent());
            lanes.captured(rig.database.commit());
            rig.uploads.run();
            rig.store.script(FaultyStore.Script.NONE);
            rig.store.place(Fence.KEY, new FenceRecord(THEM, new GenerationId("00000000000000bb"), false).encode());
            rig.store.forget();
            rig.pass(lanes, Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(lanes.status().getFirst().isStopped()).as("OB-2").isTrue();
            assertThat(rig.store.count("put", "")).isZero();
        }
    }
}
