package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.generations.GenerationsWriter;
import dev.lifeboat.engine.store.ObjectStore.Feature;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final GenerationId OURS = new GenerationId("00000000000000aa");
    private static final GenerationId THEIRS = new GenerationId("00000000000000bb");
    private static final Instant SINCE = Instant.parse("2026-03-01T00:00:00Z");
    private static final WriterIdentity US = new WriterIdentity("us", "here", 100, "boot", SINCE);

    private final MovingClock storeClock = new MovingClock("2026-03-01T04:00:00Z");
    private final FaultyStore store = new FaultyStore(storeClock);

    private Fence fence(WriterIdentity writer) {
        return fence(writer, false, false);
    }

    private Fence fence(WriterIdentity writer, boolean takeOver, boolean allowUnfenced) {
        LaneSettings settings = new LaneSettings(
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 1, takeOver, allowUnfenced);
        return new Fence(store, writer, (pid, since) -> pid == 200, settings);
    }

    private static WriterIdentity them(String host, long pid, String boot) {
        return new WriterIdentity("them", host, pid, boot, SINCE);
    }

    private void heldBy(WriterIdentity other) throws IOException {
        assertThat(fence(other).claim(THEIRS)).isInstanceOf(Fence.Standing.Ours.class);
    }

    private static Problem refused(Fence.Standing standing) {
        assertThat(standing).isInstanceOf(Fence.Standing.Refused.class);
        return ((Fence.Standing.Refused) standing).problem();
    }

    private Optional<FenceRecord> written() {
        return FenceRecord.decode(store.bytes(Fence.KEY));
    }

    @Test
    void aFreeReplicaIsClaimedAndTheFenceSaysByWhom() throws IOException {
        assertThat(fence(US).claim(OURS)).isEqualTo(new Fence.Standing.Ours(""));
        assertThat(written()).contains(new FenceRecord(US, OURS, false));
        assertThat(new String(store.bytes(Fence.KEY), java.nio.charset.StandardCharsets.UTF_8))
                .as("OB-2")
                .isEqualTo("{\"writer\":\"us\",\"generation\":\"00000000000000aa\",\"host\":\"here\",\"pid\":100,"
                        + "\"boot_id\":\"boot\",\"since\":\"2026-03-01T00:00:00Z\"}");
    }

    @Test
    void aWriterOfAnotherHostThatWroteWithinAMinuteIsNotTakenOver() throws IOException {
        heldBy(them("elsewhere", 1, "other"));
        storeClock.pass(Duration.ofMinutes(10));
        store.place(GenerationsWriter.snapshotKey(new Position(THEIRS, 0, 0)), new byte[] {1});
        storeClock.pass(Duration.ofSeconds(59));
        Problem problem = refused(fence(US).examine());
        assertThat(problem.code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER);
        assertThat(problem.code().exitStatus()).as("OB-2").isEqualTo(7);
        assertThat(problem.details()).singleElement().asString().contains("pid 1 on elsewhere");
        assertThat(problem.next()).contains("--take-over");
        assertThat(refused(fence(US).claim(OURS)).code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER);
        assertThat(written().orElseThrow().writer().host()).isEqualTo("elsewhere");
    }

    @Test
    void anOlderOneIsTakenOverAndThatIsSaid() throws IOException {
        heldBy(them("elsewhere", 1, "other"));
        storeClock.pass(Duration.ofSeconds(61));
        assertThat(fence(US).examine()).isInstanceOf(Fence.Standing.Ours.class);
        assertThat(fence(US).claim(OURS))
                .isInstanceOfSatisfying(
                        Fence.Standing.Ours.class,
                        ours -> assertThat(ours.notice()).contains("elsewhere"));
        assertThat(written()).contains(new FenceRecord(US, OURS, false));
    }

    @Test
    void aPersonMayTakeOverALivingOne() throws IOException {
        heldBy(them("elsewhere", 1, "other"));
        assertThat(fence(US, true, false).claim(OURS)).isInstanceOf(Fence.Standing.Ours.class);
    }

    @Test
    void whoWasTakenOverFromStopsAndDoesNotTakeBack() throws IOException {
        Fence first = fence(US, true, false);
        first.claim(OURS);
        fence(them("elsewhere", 1, "other"), true, false).claim(THEIRS);
        storeClock.pass(Duration.ofHours(1));
        assertThat(refused(first.check()).details()).singleElement().asString().contains("elsewhere");
        assertThat(refused(first.claim(new GenerationId("00000000000000cc"))).code())
                .isEqualTo(ProblemCode.HELD_BY_ANOTHER);
    }

    @Test
    void aDeadProcessOfThisHostIsTakenOverAtOnceAndALivingOneIsNot() throws IOException {
        heldBy(them("here", 199, "boot"));
        assertThat(fence(US).examine()).as("its process has gone").isInstanceOf(Fence.Standing.Ours.class);
        store.lose(Fence.KEY);
        heldBy(them("here", 200, "boot"));
        assertThat(refused(fence(US).examine()).code()).isEqualTo(ProblemCode.HELD_BY_ANOTHER);
        store.lose(Fence.KEY);
        heldBy(them("here", 200, "boot before"));
        assertThat(fence(US).examine()).as("the host was restarted").isInstanceOf(Fence.Standing.Ours.class);
    }

    @Test
    void aWriterThatEndedInOrderIsFollowedAtOnce() throws IOException {
        Fence first = fence(them("elsewhere", 1, "other"));
        first.claim(THEIRS);
        first.release();
        assertThat(fence(US).claim(OURS)).isEqualTo(new Fence.Standing.Ours(""));
    }

    @Test
    void anAnswerThatWasLostIsNoOtherWriter() throws IOException {
        Fence fence = fence(US);
        store.script(new FaultyStore.Script() {
            @Override
            public void after(FaultyStore.Request request) throws IOException {
                store.script(FaultyStore.Script.NONE);
                throw new IOException("answer lost");
            }
        });
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fence.claim(OURS))
                .hasMessage("answer lost");
        assertThat(fence.claim(OURS)).as("S2").isEqualTo(new Fence.Standing.Ours(""));
        assertThat(fence.check()).isEqualTo(new Fence.Standing.Ours(""));
    }

    @Test
    void aStoreThatIgnoresConditionsIsNamedAndMustBeChosen() throws IOException {
        store.ignoreConditions();
        Problem problem = refused(fence(US).claim(OURS));
        assertThat(problem.message()).as("OB-4, S10").contains("memory://store ignores conditions");
        assertThat(problem.next()).contains("allow-unfenced");
        assertThat(fence(US, false, true).claim(OURS))
                .isInstanceOfSatisfying(
                        Fence.Standing.Ours.class,
                        ours -> assertThat(ours.notice()).contains("memory://store"));
    }

    @Test
    void aStoreWithoutConditionsIsRefusedBeforeAnythingIsWritten() throws IOException {
        store.promise(EnumSet.noneOf(Feature.class));
        assertThat(refused(fence(US).examine()).code()).isEqualTo(ProblemCode.UNSAFE);
        assertThat(store.keys()).isEmpty();
        Fence allowed = fence(US, false, true);
        assertThat(allowed.claim(OURS)).isInstanceOf(Fence.Standing.Ours.class);
        assertThat(written()).contains(new FenceRecord(US, OURS, false));
        assertThat(allowed.check()).isEqualTo(new Fence.Standing.Ours(""));
    }

    @Test
    void aFenceThatCannotBeReadIsNotOurs() throws IOException {
        store.place(Fence.KEY, new byte[] {'?'});
        assertThat(refused(fence(US).claim(OURS)).details())
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    @Test
    void noDecisionComparesOurClockWithTheStores() throws IOException {
        // The fence has no clock of ours at all; the other writer's word for the time is not asked for either.
        MovingClock ahead = new MovingClock("2031-01-01T00:00:00Z");
        WriterIdentity confused = new WriterIdentity("them", "elsewhere", 1, "other", ahead.instant());
        heldBy(confused);
        assertThat(refused(fence(US).examine()).code()).as("W4").isEqualTo(ProblemCode.HELD_BY_ANOTHER);
        storeClock.pass(Duration.ofMinutes(2));
        assertThat(fence(US).examine()).isInstanceOf(Fence.Standing.Ours.class);
        assertThat(Set.of(Fence.KEY, Fence.PROBE)).isEqualTo(store.keys());
    }
}
