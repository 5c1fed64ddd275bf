package dev.lifeboat.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.generations.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Plans over names alone (0.5 spec, section 8.5).
class LtxRouteTest {
    private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    private static LtxFile file(int level, long min, long max) {
        String key = name(level, new Txid(min), new Txid(max));
        return LtxFile.listed(key, level, new Txid(min), new Txid(max), 500, BEGIN.plusSeconds(max));
    }

    private static String name(int level, Txid min, Txid max) {
        return String.format(Locale.ROOT, "ltx/%d/%s-%s.ltx", level, min, max);
    }

    private static History history(List<LtxFile> files, Map<String, String> damage, Generation... generations) {
        return new History(
                "memory",
                ObjectName.KEYS,
                List.of(generations),
                new LtxHistory(LtxRouteTest::name, files),
                damage,
                Optional.empty());
    }

    /// Every set of files, some damaged, against a search that tries everything.
    @Test
    void aWayIsFoundWheneverThereIsOne() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            List<LtxFile> files = new ArrayList<>();
            Map<String, String> damage = new HashMap<>();
            for (int i = 0; i < 2 + random.nextInt(12); i++) {
                long min = 1 + random.nextInt(15);
                LtxFile file = file(random.nextInt(10), min, min + random.nextInt(5));
                files.add(random.nextInt(6) == 0 ? file.of(LtxFile.Extent.WHOLE) : file);
                if (random.nextInt(5) == 0) {
                    damage.put(file.key(), "it is empty");
                }
            }
            History history = history(files, damage);
            Set<Long> held = held(files, damage);
            for (long txid = 1; txid < 21; txid++) {
                PlanOutcome outcome = RestorePlanner.plan(history, new RestoreTarget.UpToTxid(new Txid(txid)));
                assertThat(outcome instanceof PlanOutcome.Planned)
                        .as("seed %s, transaction %s", seed, txid)
                        .isEqualTo(held.contains(txid));
                if (outcome instanceof PlanOutcome.Planned(RestorePlan plan)) {
                    assertLeadsTo((LtxPlan) plan, txid, damage);
                }
            }
        }
    }

    private static Set<Long> held(List<LtxFile> files, Map<String, String> damage) {
        Set<Long> held = new TreeSet<>();
        for (int round = 0; round <= files.size(); round++) {
            for (LtxFile file : files) {
                boolean isLedTo = file.isBase()
                        || held.stream()
                                .anyMatch(end -> file.min().value() <= end + 1
                                        && file.max().value() > end);
                if (isLedTo && !damage.containsKey(file.key())) {
                    held.add(file.max().value());
                }
            }
        }
        return held;
    }

    private static void assertLeadsTo(LtxPlan plan, long txid, Map<String, String> damage) {
        assertThat(plan.files().getFirst().isBase()).isTrue();
        assertThat(plan.files()).noneMatch(file -> damage.containsKey(file.key()));
        for (int i = 1; i < plan.files().size(); i++) {
            long end = plan.files().get(i - 1).max().value();
            assertThat(plan.files().get(i).min().value()).isLessThanOrEqualTo(end + 1);
            assertThat(plan.files().get(i).max().value()).isGreaterThan(end);
        }
        assertThat(plan.files().getLast().max().value()).isEqualTo(txid);
    }

    @Test
    void theLargestStepWinsThenTheSmallerFirstThenTheHigherLevel() {
        List<LtxFile> files = List.of(
                file(9, 1, 4),
                file(0, 5, 5),
                file(0, 6, 6),
                file(1, 5, 6),
                file(2, 4, 6),
                file(3, 4, 6),
                file(0, 7, 7));
        PlanOutcome outcome = RestorePlanner.plan(history(files, Map.of()), RestoreTarget.latest());
        assertThat(((PlanOutcome.Planned) outcome).plan().objects())
                .extracting(PlannedObject::key)
                .containsExactly(
                        file(9, 1, 4).key(), file(3, 4, 6).key(), file(0, 7, 7).key());
    }

    @Test
    void gapsAreTheHolesThatNoLevelCovers() {
        List<LtxFile> files = List.of(file(0, 1, 1), file(0, 3, 3), file(1, 2, 4), file(0, 7, 7), file(0, 8, 8));
        History history = history(files, Map.of(file(0, 8, 8).key(), "it is empty"));
        assertThat(history.gaps())
                .extracting(Gap::key)
                .containsExactly(file(0, 5, 5).key(), file(0, 8, 8).key());
        assertThat(history.gaps()).extracting(Gap::missing).containsExactly(true, false);
    }

    private static Generation generation(long storedSeconds) {
        Instant stored = BEGIN.plusSeconds(storedSeconds);
        return new Generation(GENERATION, List.of(Snapshot.listed("snapshot", GENERATION, 0, 10, stored)), List.of());
    }

    /// Issue 5: the newest point wins, both are listed.
    @Test
    void ofTwoFormatsTheNewerStateIsMeant() {
        List<LtxFile> files = List.of(file(0, 1, 1), file(0, 2, 2), file(0, 3, 3));
        PointId snapshot = Position.ofSnapshot(GENERATION, 0);
        assertThat(place(history(files, Map.of(), generation(2)), RestoreTarget.latest()))
                .isEqualTo(new Txid(3));
        assertThat(place(history(files, Map.of(), generation(9)), RestoreTarget.latest()))
                .isEqualTo(snapshot);
        History older = history(files, Map.of(), generation(0));
        assertThat(older.points()).extracting(RestorePoint::place).hasSize(4).startsWith(snapshot);
        assertThat(place(older, new RestoreTarget.AtTime(BEGIN, Optional.empty())))
                .isEqualTo(snapshot);
        assertThat(place(older, new RestoreTarget.AtTime(BEGIN.plusSeconds(1), Optional.empty())))
                .isEqualTo(new Txid(1));
        assertThat(place(older, new RestoreTarget.Latest(Optional.of(GENERATION))))
                .isEqualTo(snapshot);
        assertThat(RestorePlanner.plan(history(files, Map.of(), generation(3)), RestoreTarget.latest()))
                .isInstanceOfSatisfying(
                        PlanOutcome.NoPath.class,
                        no -> assertThat(no.problem().code()).isEqualTo(ProblemCode.NO_SUCH_POINT));
        History broken = history(List.of(file(0, 1, 1), file(0, 3, 3)), Map.of(), generation(0));
        assertThat(RestorePlanner.plan(broken, RestoreTarget.latest()))
                .isInstanceOfSatisfying(PlanOutcome.NoPath.class, no -> {
                    assertThat(no.problem().code()).isEqualTo(ProblemCode.BROKEN_CHAIN);
                    assertThat(no.nearest().before().map(RestorePoint::place)).contains(new Txid(1));
                });
    }

    private static PointId place(History history, RestoreTarget target) {
        return ((PlanOutcome.Planned) RestorePlanner.plan(history, target))
                .plan()
                .point()
                .place();
    }

    @Test
    void idsHaveOneTextForm() {
        assertThat(PointId.parse("ltx/000000000000002E")).contains(new Txid(0x2e));
        assertThat(new Txid(0x2e).text()).isEqualTo("ltx/000000000000002e");
        for (String wrong : List.of("ltx/2e", "ltx/0000000000000000", "ltx/ffffffffffffffff", "ltx/", "2e", "LTX/1")) {
            assertThat(PointId.parse(wrong)).as(wrong).isEmpty();
        }
        Position position = new Position(GENERATION, 3, 0x70c8);
        assertThat(PointId.parse(position.text())).contains(position);
    }
}
