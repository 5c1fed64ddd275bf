package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lifeboat.engine.replicate.CheckpointPolicy.Decision;
import dev.lifeboat.engine.replicate.CheckpointPolicy.Situation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {
    private static final Situation BUSY =
            new Situation(500, 0, false, false, false, false, false, 0, Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static Decision decide(Situation now) {
        return CheckpointPolicy.decide(CheckpointSettings.STANDARD, now);
    }

    private static Situation with(long pages, long sinceMark, boolean slotZero, boolean quiet) {
        return new Situation(
                pages,
                sinceMark,
                slotZero,
                false,
                quiet,
                false,
                false,
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    @Test
    void littleIsLeftAlone() {
        assertThat(decide(BUSY)).isEqualTo(Decision.REST);
        assertThat(decide(with(900, 900, false, true))).isEqualTo(Decision.REST);
    }

    @Test
    void theMarkMovesOnceAThousandPagesAndLeavesSlotZeroSooner() {
        assertThat(decide(with(3_000, 1_000, false, false))).isEqualTo(Decision.RENEW);
        assertThat(decide(with(300, 300, true, false))).isEqualTo(Decision.RENEW);
        assertThat(decide(with(300, 300, false, false))).isEqualTo(Decision.REST);
    }

    @Test
    void theMarkGetsOutOfTheWayOfACheckpoint() {
        Situation waitedFor = new Situation(
                900, 900, false, false, false, true, false, 0, Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(decide(waitedFor)).isEqualTo(Decision.MOVE);
    }

    @Test
    void aSealIsDueAtTheMostPagesAtAPauseAndAtTheInterval() {
        assertThat(decide(with(10_000, 10, false, false))).isEqualTo(Decision.SEAL);
        assertThat(decide(with(1_000, 10, false, true))).isEqualTo(Decision.SEAL);
        Situation old =
                new Situation(1, 1, false, false, false, false, false, 0, Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(decide(old)).isEqualTo(Decision.SEAL);
    }

    @Test
    void whatIsSealedRestsUnlessASnapshotIsWanted() {
        Situation sealed =
                new Situation(20_000, 0, true, true, true, false, false, 0, Duration.ofHours(1), Duration.ofHours(1));
        assertThat(decide(sealed)).isEqualTo(Decision.REST);
        Situation wanted =
                new Situation(20_000, 0, true, true, true, false, true, 0, Duration.ofHours(1), Duration.ofHours(1));
        assertThat(decide(wanted)).isEqualTo(Decision.SEAL);
    }

    /// M4: with a reader in the way a seal does nothing but hold the lock.
    @Test
    void aSealThatDidNotFinishIsTriedLessAndLessOften() {
        assertThat(decide(unfinished(1, Duration.ofMillis(400)))).isEqualTo(Decision.RENEW);
        assertThat(decide(unfinished(1, Duration.ofMillis(500)))).isEqualTo(Decision.SEAL);
        assertThat(decide(unfinished(4, Duration.ofMillis(3_900)))).isEqualTo(Decision.RENEW);
        assertThat(decide(unfinished(40, Duration.ofSeconds(10)))).isEqualTo(Decision.SEAL);
    }

    private static Situation unfinished(int times, Duration since) {
        return new Situation(20_000, 2_000, false, false, false, false, false, times, since, Duration.ofMinutes(5));
    }

    @Test
    void aBusyDatabaseIsLookedAtSoonerAndAnIdleOneAtItsInterval() {
        Duration second = Duration.ofSeconds(1);
        assertThat(CheckpointPolicy.untilNextLook(second, 0, true)).isEqualTo(second);
        assertThat(CheckpointPolicy.untilNextLook(second, 100, false)).isEqualTo(second);
        assertThat(CheckpointPolicy.untilNextLook(second, 10_000, false)).isEqualTo(Duration.ofMillis(200));
        assertThat(CheckpointPolicy.untilNextLook(second, 10_000, true)).isEqualTo(Duration.ofMillis(25));
        assertThat(CheckpointPolicy.untilNextLook(second, 1_000_000, true)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void anApplicationThatRestsForAMomentIsExpectedToGoOnAsFastAsBefore() {
        Duration moment = Duration.ofMillis(100);
        double busy = CheckpointPolicy.pace(0, 8_000, moment, Duration.ZERO);
        assertThat(busy).isCloseTo(80_000, within(1.0));
        double rested = CheckpointPolicy.pace(busy, 0, moment, Duration.ZERO);
        assertThat(rested).isBetween(74_000.0, 75_000.0);
        assertThat(CheckpointPolicy.pace(rested, 9_000, moment, Duration.ZERO)).isCloseTo(90_000, within(1.0));
        double idle = CheckpointPolicy.pace(busy, 0, Duration.ofSeconds(10), Duration.ZERO);
        assertThat(CheckpointPolicy.untilNextLook(Duration.ofSeconds(1), idle, false))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theSilenceBeforeABurstDoesNotMakeItSlow() {
        Duration second = Duration.ofSeconds(1);
        assertThat(CheckpointPolicy.pace(0, 24_000, second, Duration.ofMillis(400)))
                .isCloseTo(60_000, within(1.0));
        assertThat(CheckpointPolicy.pace(0, 1_000, second, Duration.ofMillis(3)))
                .isCloseTo(1_000, within(1.0));
    }

    @Test
    void settingsAreCheckedAndFitTheirWal() {
        assertThatThrownBy(() -> new CheckpointSettings(Duration.ofMinutes(1), 10, 9, 0))
                .hasMessageContaining("10, 9, 0");
        assertThatThrownBy(() -> new CheckpointSettings(Duration.ZERO, 1, 9, 0)).hasMessageContaining("interval");
        assertThat(CheckpointSettings.STANDARD.within(200))
                .isEqualTo(new CheckpointSettings(Duration.ofMinutes(1), 200, 200, 500_000));
    }
}
