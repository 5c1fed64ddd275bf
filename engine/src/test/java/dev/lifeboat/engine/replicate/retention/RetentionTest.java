package dev.lifeboat.engine.replicate.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.replicate.retention.RetentionPlan.Deletion;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Decision;
import dev.lifeboat.engine.replicate.retention.RetentionPlanner.Known;
import dev.lifeboat.engine.replicate.upload.FaultyStore;
import dev.lifeboat.engine.replicate.upload.LaneRig;
import dev.lifeboat.engine.replicate.upload.LaneSettings;
import dev.lifeboat.engine.replicate.upload.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OB-8 on a store with three generations: the first ended eight days ago, the second was followed by the third
/// two days ago. Every restore here is a real one.
class RetentionTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final LaneSettings NO_RETENTION = new LaneSettings(
            Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 64L << 20, false, false);

    @TempDir
    Path directory;

    private LaneRig rig;
    private final List<Position> states = new ArrayList<>();
    private final Map<Position, Instant> storedAt = new HashMap<>();

    @BeforeEach
    void history() throws Exception {
        rig = new LaneRig(directory);
        try (Lanes lanes = rig.lanes(LaneRig.US, NO_RETENTION)) {
            rig.begin(lanes);
            day(lanes);
            days(lanes, 3);
            next(lanes, "00000000000000cc");
            days(lanes, 9);
            next(lanes, "00000000000000bb");
            days(lanes, 3);
        }
    }

    @AfterEach
    void tearDown() throws Exception {
        rig.close();
    }

    private void next(Lanes lanes, String generation) throws Exception {
        lanes.endGeneration();
        rig.database.newGeneration(generation);
        rig.begin(lanes);
        day(lanes);
    }

    private void days(Lanes lanes, int count) throws Exception {
        for (int day = 0; day < count; day++) {
            rig.database.seal();
            lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
            rig.pass(lanes, Duration.ofSeconds(2), Duration.ofSeconds(1));
            note(rig.database.position());
            day(lanes);
        }
    }

    private void day(Lanes lanes) throws Exception {
        for (int part = 0; part < 2; part++) {
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofHours(12), Duration.ofHours(6));
            note(rig.database.position());
        }
    }

    private void note(Position position) {
        states.add(position);
        storedAt.put(position, rig.storeClock.instant());
    }

    private Known known() {
        Position end = rig.database.position();
        return new Known(end.generation(), end.index(), end);
    }

    private Retention retention(FaultyStore store) {
        return new Retention(store, WEEK, rig.clock);
    }

    private static RetentionPlan plan(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Planned.class);
        return ((Decision.Planned) decision).plan();
    }

    private static String reason(Retention.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Retention.Outcome.Withheld.class);
        return ((Retention.Outcome.Withheld) outcome).reason();
    }

    /// Every snapshot that is there restores, and so does the newest state.
    private void assertSound(FaultyStore store) throws IOException {
        assertSnapshotsRestore(store);
        rig.assertRestores(
                store, new RestoreTarget.Latest(Optional.empty()), rig.database.hashAt(rig.database.position()));
    }

    private void assertSnapshotsRestore(FaultyStore store) throws IOException {
        for (String key : store.keys()) {
            if (key.contains("/snapshots/")) {
                GenerationId generation = new GenerationId(key.substring(12, 28));
                int index = Integer.parseInt(key.substring(39, 47), 16);
                Position at = Position.ofSnapshot(generation, index);
                rig.assertRestores(store, new RestoreTarget.AtPoint(at), rig.database.hashAt(at));
            }
        }
    }

    @Test
    void everyMomentThatIsKeptStaysRestorableAndTheRestGoes() throws IOException {
        Instant cutoff = rig.storeClock.instant().minus(Duration.ofHours(12)).minus(WEEK);
        Retention.Outcome outcome = retention(rig.store).run(known(), () -> true);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Retention.Outcome.Done.class,
                        done -> assertThat(done.deleted()).isGreaterThan(10));
        assertThat(rig.store.keys()).noneMatch(key -> key.contains("00000000000000aa"));
        for (Position state : states) {
            if (!storedAt.get(state).isBefore(cutoff)) {
                rig.assertRestores(state);
            }
        }
        assertSound(rig.store);
        assertThat(plan(retention(rig.store).look(known())).isEmpty())
                .as("a second run finds nothing")
                .isTrue();
    }

    @Test
    void aDryRunGivesTheSamePlanWithItsReasonsAndDeletesNothing() throws IOException {
        int before = rig.store.keys().size();
        RetentionPlan dry = plan(retention(rig.store).look(known()));
        assertThat(rig.store.keys()).hasSize(before);
        assertThat(dry.deletions()).allSatisfy(each -> assertThat(each.reason()).isNotEmpty());
        assertThat(retention(rig.store).run(known(), () -> true))
                .isEqualTo(new Retention.Outcome.Done(dry, dry.deletions().size()));
    }

    @Test
    void interruptedBetweenAnyTwoDeletionsEverySnapshotRestores() throws IOException {
        List<Deletion> deletions = plan(retention(rig.store).look(known())).deletions();
        for (int cut = 0; cut < deletions.size(); cut++) {
            FaultyStore store = rig.store.copy();
            int allowed = cut;
            store.script(new FaultyStore.Script() {
                private int deleted;

                @Override
                public void before(FaultyStore.Request request) throws IOException {
                    if (request.operation().equals("delete") && deleted++ >= allowed) {
                        throw new IOException("killed");
                    }
                }
            });
            assertThatThrownBy(() -> retention(store).run(known(), () -> true)).hasMessage("killed");
            store.script(FaultyStore.Script.NONE);
            assertSound(store);
            retention(store).run(known(), () -> true);
            assertThat(store.keys())
                    .as("the next run completes it")
                    .hasSize(rig.store.keys().size() - deletions.size());
        }
    }

    @Test
    void aSecondRunAsksForTheSnapshotsOnly() throws IOException {
        Retention retention = retention(rig.store);
        retention.run(known(), () -> true);
        rig.store.forget();
        assertThat(retention.run(known(), () -> true)).isEqualTo(new Retention.Outcome.Done(RetentionPlan.NOTHING, 0));
        assertThat(rig.store.requests())
                .containsExactly(new FaultyStore.Request("list", "generations/00000000000000bb/snapshots/"));
    }

    @Test
    void leftoversBelowASnapshotGoWithOffsetZeroLast() throws IOException {
        Retention retention = retention(rig.store);
        retention.run(known(), () -> true);
        GenerationId kept = new GenerationId("00000000000000cc");
        List<String> leftovers = List.of(
                GenerationsWriter.segmentKey(new Position(kept, 0, 32 + 536)),
                GenerationsWriter.segmentKey(new Position(kept, 0, 32)),
                GenerationsWriter.segmentKey(new Position(kept, 0, 0)));
        int snapshotsOfKept = (int) rig.store.keys().stream()
                .filter(key -> key.contains(kept + "/snapshots/"))
                .count();
        assertThat(snapshotsOfKept).isPositive();
        rig.store.keys().stream()
                .filter(key -> key.contains(kept + "/snapshots/00000000"))
                .toList()
                .forEach(rig.store::lose);
        rig.store.keys().stream()
                .filter(key -> key.contains(kept + "/wal/00000000_"))
                .toList()
                .forEach(rig.store::lose);
        leftovers.forEach(key -> rig.store.place(key, new byte[] {1}));
        RetentionPlan plan = plan(retention(rig.store).look(known()));
        assertThat(plan.deletions().stream().map(Deletion::key)).as("P3").containsExactlyElementsOf(leftovers);
    }

    @Test
    void nothingIsDeletedOnAListingThatShrank() throws IOException {
        Retention retention = retention(rig.store);
        retention.look(known());
        rig.store.lists(object -> !object.key().contains("00000000000000cc/wal/00000003"));
        int before = rig.store.keys().size();
        assertThat(reason(retention.run(known(), () -> true))).as("S5").contains("showed");
        assertThat(rig.store.keys()).hasSize(before);
    }

    @Test
    void nothingIsDeletedOnAListingThatMissesWhatIsKnown() throws IOException {
        Position end = rig.database.position();
        Map<String, String> hidden = Map.of(
                "bb/wal/00000003", "the segment that ends at " + end,
                "bb/wal/00000001_00000000", "no beginning of index 1",
                "bb/snapshots/00000003", "the snapshot of index 3",
                "00000000000000bb", "does not show generation");
        for (Map.Entry<String, String> each : hidden.entrySet()) {
            FaultyStore store = rig.store.copy();
            store.lists(object -> !object.key().contains(each.getKey()));
            assertThat(reason(retention(store).run(known(), () -> true)))
                    .as("OB-8, S5")
                    .contains(each.getValue());
            assertThat(store.count("delete")).isZero();
        }
    }

    @Test
    void nothingIsDeletedWhereTheNewerHistoryIsListedAndNotThere() throws IOException {
        for (String gone : List.of("bb/wal/00000003", "bb/snapshots/00000003")) {
            FaultyStore store = rig.store.copy();
            store.script(new FaultyStore.Script() {
                @Override
                public void before(FaultyStore.Request request) {
                    if (request.operation().equals("head") && request.key().contains(gone)) {
                        store.lose(request.key());
                    }
                }
            });
            assertThat(reason(retention(store).run(known(), () -> true))).contains("listed and not there");
            assertThat(store.count("delete")).isZero();
        }
    }

    @Test
    void aHoleBehindTheNewestSnapshotStopsTheDeletion() throws IOException {
        FaultyStore store = rig.store.copy();
        Position middle = rig.database.chunks().getLast().start();
        store.lose(GenerationsWriter.segmentKey(middle));
        assertThat(reason(retention(store).run(known(), () -> true))).contains("the segments end at");
        assertThat(store.count("delete")).isZero();
    }

    @Test
    void aClockThatRunsAheadAgesNothing() throws IOException {
        rig.clock.pass(Duration.ofDays(4000));
        RetentionPlan ahead = plan(retention(rig.store).look(known()));
        rig.clock.pass(Duration.ofDays(-4000));
        assertThat(ahead).as("W4").isEqualTo(plan(retention(rig.store).look(known())));
    }

    @Test
    void anObjectFromTheFutureAgesNothing() throws IOException {
        RetentionPlan before = plan(retention(rig.store).look(known()));
        rig.storeClock.pass(Duration.ofDays(4000));
        rig.store.place(
                GenerationsWriter.segmentKey(new Position(new GenerationId("00000000000000dd"), 0, 0)), new byte[] {1});
        rig.storeClock.pass(Duration.ofDays(-4000));
        assertThat(plan(retention(rig.store).look(known())).deletions())
                .hasSizeLessThanOrEqualTo(before.deletions().size() + 2);
        retention(rig.store).run(known(), () -> true);
        assertSnapshotsRestore(rig.store);
        rig.assertRestores(rig.database.position());
    }

    @Test
    void aSnapshotFromThePastMakesNothingOld() throws Exception {
        RetentionPlan before = plan(retention(rig.store).look(known()));
        rig.store.lose(GenerationsWriter.snapshotKey(Position.ofSnapshot(rig.database.generation(), 3)));
        rig.storeClock.pass(Duration.ofDays(-4000));
        rig.store.place(
                GenerationsWriter.snapshotKey(Position.ofSnapshot(rig.database.generation(), 3)), new byte[] {1});
        rig.storeClock.pass(Duration.ofDays(4000));
        assertThat(plan(retention(rig.store).look(known())).deletions()).isEqualTo(before.deletions());
    }

    @Test
    void theLaneCleansUpAfterAScheduledSnapshotAndOnlyWhileItWrites() throws Exception {
        LaneSettings daily = new LaneSettings(
                Duration.ofSeconds(1), Duration.ofDays(1), WEEK, Duration.ofHours(1), 64L << 20, false, false);
        try (Lanes lanes = rig.lanes(LaneRig.US, daily)) {
            rig.database.newGeneration("00000000000000ee");
            rig.begin(lanes);
            for (int day = 0; day < 10; day++) {
                days(lanes, 1);
            }
            assertThat(lanes.status().getFirst().figures().deletedObjects()).isGreaterThan(10);
            assertThat(rig.store.keys()).noneMatch(key -> key.contains("00000000000000aa"));
            assertSound(rig.store);
            rig.store.forget();
            rig.pass(lanes, Duration.ofDays(30), Duration.ofHours(6));
            assertThat(rig.store.requests()).as("idle").isEmpty();
        }
    }
}
