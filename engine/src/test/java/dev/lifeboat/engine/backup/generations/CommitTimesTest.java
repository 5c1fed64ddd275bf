package dev.lifeboat.engine.backup.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.store.MemoryStore;
import dev.lifeboat.engine.store.ObjectMetadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// product.md 5: listings show storage time; the exact time is asked by HEAD for the objects around a chosen moment.
class CommitTimesTest {
    private static final GenerationId ONE = new GenerationId("00000000000000aa");
    private static final GenerationId TWO = new GenerationId("00000000000000bb");
    private static final GenerationId THREE = new GenerationId("00000000000000cc");
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int FRAME = 536;

    private final MemoryStore store = new MemoryStore();
    private final GenerationsBackup backup = new GenerationsBackup(store);

    private static Position start(GenerationId generation, int segment) {
        return new Position(generation, 0, segment == 0 ? 0 : 32 + (long) FRAME * segment);
    }

    /// Committed `10 * number` seconds after `begin`, stored when `stored` says.
    private void fill(GenerationId generation, int segments, Instant begin, Function<Instant, Instant> stored) {
        put(GenerationsWriter.snapshotKey(Position.ofSnapshot(generation, 0)), begin, stored);
        for (int i = 0; i < segments; i++) {
            put(GenerationsWriter.segmentKey(start(generation, i)), commit(begin, i), stored);
        }
        store.heads();
    }

    private static Instant commit(Instant begin, int segment) {
        return begin.plusSeconds(10L * (segment + 1));
    }

    private void put(String key, Instant commit, Function<Instant, Instant> stored) {
        store.put(key, new byte[10], stored.apply(commit), Map.of(ObjectMetadata.COMMIT_TIME, commit.toString()));
    }

    private GenerationsPlan plan(Instant time) throws IOException {
        RestoreTarget target = new RestoreTarget.AtTime(time, Optional.empty());
        History history = backup.listing();
        store.heads();
        PlanOutcome outcome = RestorePlanner.plan(backup.learn(history, target), target);
        assertThat(outcome).as("%s", time).isInstanceOf(PlanOutcome.Planned.class);
        return (GenerationsPlan) ((PlanOutcome.Planned) outcome).plan();
    }

    private void assertFound(Instant time, GenerationId generation, int segment, Instant commit) throws IOException {
        GenerationsPlan plan = plan(time);
        RestorePoint found = plan.point();
        assertThat(((Position) found.place()).generation()).isEqualTo(generation);
        assertThat(plan.segments().getLast().offset())
                .isEqualTo(start(generation, segment).offset());
        assertThat(found.time()).isEqualTo(commit);
        assertThat(found.timeSource()).isEqualTo(TimeSource.WRITER);
    }

    @Test
    void uploadsThatCameAMomentLaterCostTwoHeads() throws Exception {
        fill(ONE, 1000, START, commit -> commit.plusMillis(700));
        assertFound(commit(START, 499).plusSeconds(5), ONE, 499, commit(START, 499));
        assertThat(store.heads()).hasSize(2).allMatch(key -> key.contains(start499()) || key.contains(start500()));
    }

    private static String start499() {
        return "%08x".formatted(start(ONE, 499).offset());
    }

    private static String start500() {
        return "%08x".formatted(start(ONE, 500).offset());
    }

    /// By storage times the moment lies before this commit; it was committed in time all the same.
    @Test
    void aCommitThatWasUploadedAfterTheMomentIsFound() throws Exception {
        fill(ONE, 1000, START, commit -> commit.plusMillis(700));
        assertFound(commit(START, 499).plusMillis(100), ONE, 499, commit(START, 499));
        assertThat(store.heads()).hasSizeLessThan(30);
    }

    /// The store was away for an hour; 360 commits carry one storage time.
    @Test
    void commitsOfAnOutageAreToldApart() throws Exception {
        Instant back = START.plusSeconds(7200);
        fill(ONE, 1000, START, commit -> {
            boolean isDuring = commit.isAfter(back.minusSeconds(3600)) && commit.isBefore(back);
            return isDuring ? back : commit;
        });
        for (int segment : new int[] {360, 400, 500, 718, 719, 720, 721}) {
            assertFound(commit(START, segment).plusSeconds(3), ONE, segment, commit(START, segment));
            assertThat(store.heads()).as("segment %s", segment).hasSizeLessThan(50);
        }
    }

    /// product.md 5: copying a bucket does not move history.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5000, 9998, 9999})
    void aCopiedBucketKeepsItsTimes(int segment) throws Exception {
        Instant copied = START.plus(Duration.ofDays(90));
        fill(ONE, 10_000, START, _ -> copied);
        assertFound(commit(START, segment).plusSeconds(3), ONE, segment, commit(START, segment));
        assertThat(store.heads()).hasSizeLessThan(70);
    }

    @Test
    void everyMomentOfACopyIsRight() throws Exception {
        fill(ONE, 60, START, commit -> START.plus(Duration.ofDays(90)).plusSeconds(commit.getEpochSecond() % 7));
        for (int segment = 0; segment < 60; segment++) {
            assertFound(commit(START, segment), ONE, segment, commit(START, segment));
            assertFound(commit(START, segment).plusMillis(9999), ONE, segment, commit(START, segment));
        }
    }

    /// A copy stores generations in any order: by key, whose ids are random, in parallel, or all in one second.
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void theOrderInWhichACopyStoredTwoGenerationsSaysNothing(long secondsAfterTheFirst) throws Exception {
        Instant later = START.plusSeconds(1000);
        Instant copied = START.plus(Duration.ofDays(9));
        fill(ONE, 50, START, _ -> copied);
        fill(TWO, 50, later, _ -> copied.plusSeconds(secondsAfterTheFirst));
        assertFound(commit(START, 20), ONE, 20, commit(START, 20));
        assertFound(later.minusSeconds(1), ONE, 49, commit(START, 49));
        assertFound(commit(later, 20), TWO, 20, commit(later, 20));
        assertFound(copied.minusSeconds(60), TWO, 49, commit(later, 49));
        assertFound(copied.plusSeconds(60), TWO, 49, commit(later, 49));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 2", "0, 2, 1", "1, 0, 2", "1, 2, 0", "2, 0, 1", "2, 1, 0"})
    void everyOrderOfThreeCopiedGenerationsGivesTheSameAnswer(long one, long two, long three) throws Exception {
        Instant second = START.plusSeconds(1000);
        Instant third = START.plusSeconds(2000);
        Instant copied = START.plus(Duration.ofDays(9));
        fill(ONE, 50, START, _ -> copied.plusSeconds(one));
        fill(TWO, 50, second, _ -> copied.plusSeconds(two));
        fill(THREE, 50, third, _ -> copied.plusSeconds(three));
        assertFound(commit(START, 7), ONE, 7, commit(START, 7));
        assertFound(third.minusSeconds(1), TWO, 49, commit(second, 49));
        assertFound(commit(second, 20), TWO, 20, commit(second, 20));
        assertThat(store.heads()).as("one generation to cut, two to rule out").hasSizeLessThan(30);
        assertFound(commit(third, 20), THREE, 20, commit(third, 20));
        assertFound(copied.plusSeconds(60), THREE, 49, commit(third, 49));
        assertThat(store.heads()).as("the last object of each").hasSize(3);
    }

    /// Where nothing was copied, each generation is asked around the moment and no further.
    @Test
    void aGenerationCostsTwoHeadsAtMost() throws Exception {
        int count = 40;
        for (int i = 0; i < count; i++) {
            Instant begin = START.plus(Duration.ofDays(i));
            fill(new GenerationId("%016x".formatted(i)), 100, begin, commit -> commit.plusMillis(700));
        }
        Instant begin = START.plus(Duration.ofDays(17));
        assertFound(commit(begin, 50).plusSeconds(3), new GenerationId("%016x".formatted(17)), 50, commit(begin, 50));
        assertThat(store.heads()).hasSize(17 + 2 * (count - 17));
    }

    /// The clock of the writer was set back by ten minutes, so that some minutes passed twice. What is found
    /// was committed at or before the moment, and what follows it was committed behind it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereTheClockWasSetBackOneOfTheTwoPassesIsFound(boolean isCopied) throws Exception {
        int segments = 300;
        Instant copied = START.plus(Duration.ofDays(9));
        put(GenerationsWriter.snapshotKey(Position.ofSnapshot(ONE, 0)), START, _ -> isCopied ? copied : START);
        for (int i = 0; i < segments; i++) {
            Instant stored = isCopied ? copied : commit(START, i);
            put(GenerationsWriter.segmentKey(start(ONE, i)), setBack(i), _ -> stored);
        }
        for (int second = 5; second < 10 * segments; second += 10) {
            Instant moment = START.plusSeconds(second + 10L);
            GenerationsPlan plan = plan(moment);
            int found = Math.toIntExact(plan.segments().getLast().offset() / FRAME);
            assertThat(plan.point().time()).as("%s", moment).isEqualTo(setBack(found));
            assertThat(setBack(found)).as("%s", moment).isBeforeOrEqualTo(moment);
            if (found + 1 < segments) {
                assertThat(setBack(found + 1)).as("behind %s", moment).isAfter(moment);
            }
            assertThat(store.heads()).as("%s", moment).hasSizeLessThan(60);
        }
    }

    private static Instant setBack(int segment) {
        return commit(START, segment).minusSeconds(segment < 150 ? 0 : 600);
    }

    @Test
    void objectsOfAnotherWriterKeepTheTimesOfTheStorageAndCostTwoHeads() throws Exception {
        store.put(GenerationsWriter.snapshotKey(Position.ofSnapshot(ONE, 0)), new byte[10], START);
        for (int i = 0; i < 100; i++) {
            store.put(GenerationsWriter.segmentKey(start(ONE, i)), new byte[10], commit(START, i));
        }
        RestorePoint found = plan(commit(START, 50).plusSeconds(1)).point();
        assertThat(found.time()).isEqualTo(commit(START, 50));
        assertThat(found.timeSource()).isEqualTo(TimeSource.STORAGE);
        assertThat(store.heads()).hasSize(2);
    }

    /// Untrusted: words that are no time, and times that run backwards.
    @Test
    void metadataThatMakeNoSenseDoNoHarm() throws Exception {
        List<String> words = List.of("yesterday", "", "2026-05-01", "+1000000000-12-31T23:59:59Z", START.toString());
        store.put(GenerationsWriter.snapshotKey(Position.ofSnapshot(ONE, 0)), new byte[10], START);
        for (int i = 0; i < 100; i++) {
            store.put(
                    GenerationsWriter.segmentKey(start(ONE, i)),
                    new byte[10],
                    commit(START, i),
                    Map.of(ObjectMetadata.COMMIT_TIME, words.get(i % words.size())));
        }
        for (int i = 0; i < 100; i++) {
            RestoreTarget target = new RestoreTarget.AtTime(commit(START, i), Optional.empty());
            History learned = backup.learn(backup.listing(), target);
            assertThat(learned.points())
                    .isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()))
                    .extracting(point -> ((Position) point.place()).offset())
                    .isSorted();
            assertThat(store.heads()).hasSizeLessThan(60);
        }
    }

    @Test
    void otherTargetsAskNothing() throws Exception {
        fill(ONE, 10, START, commit -> commit);
        History history = backup.listing();
        store.heads();
        assertThat(backup.learn(history, RestoreTarget.latest())).isEqualTo(history);
        assertThat(backup.learn(history, new RestoreTarget.AtPoint(start(ONE, 3))))
                .isEqualTo(history);
        assertThat(store.heads()).isEmpty();
    }
}
