package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// LK-6, over lines as Linux prints them.
class LockWatchTest {
    private static final String SHARED = "3: POSIX  ADVISORY  READ 4711 fe:00:100 1073741826 1073742335";
    private static final String ALIVE = "2: POSIX  ADVISORY  READ 4711 fe:00:200 128 128";
    private static final String SLOT_ONE = "1: POSIX  ADVISORY  READ 4711 fe:00:200 124 124";

    private static LockWatch.Look look(String... lines) {
        return LockWatch.judge(List.of(lines), 4711, 100, 200);
    }

    @Test
    void allThreeLocksMeanTheMarkStandsOnItsSlot() {
        assertThat(look(SHARED, ALIVE, SLOT_ONE)).isEqualTo(new LockWatch.Look.Held(1));
        assertThat(look(SHARED, ALIVE, SLOT_ONE.replace("124", "123"))).isEqualTo(new LockWatch.Look.Held(0));
    }

    @Test
    void theKernelJoinsTheLastSlotAndItsNeighbour() {
        assertThat(look(SHARED, "2: POSIX  ADVISORY  READ 4711 fe:00:200 127 128"))
                .isEqualTo(new LockWatch.Look.Held(4));
    }

    @Test
    void ofTwoMarksTheHigherSlotCounts() {
        String joined = "1: POSIX  ADVISORY  READ 4711 fe:00:200 123 125";
        String slotZero = SLOT_ONE.replace("124", "123");
        assertThat(look(SHARED, ALIVE, joined)).isEqualTo(new LockWatch.Look.Held(2));
        assertThat(look(SHARED, ALIVE, SLOT_ONE.replace("124", "126"), slotZero))
                .isEqualTo(new LockWatch.Look.Held(3));
    }

    @Test
    void anyMissingLockIsSaid() {
        List<String> all = List.of(SHARED, ALIVE, SLOT_ONE);
        for (String gone : all) {
            List<String> rest = new ArrayList<>(all);
            rest.remove(gone);
            assertThat(look(rest.toArray(String[]::new))).isInstanceOf(LockWatch.Look.Missing.class);
        }
    }

    @Test
    void locksOfOthersOnOtherFilesOrOnlyWaitedForDoNotCount() {
        assertThat(look(SHARED.replace("4711", "4712"), ALIVE, SLOT_ONE)).isInstanceOf(LockWatch.Look.Missing.class);
        assertThat(look(SHARED.replace(":100", ":101"), ALIVE, SLOT_ONE)).isInstanceOf(LockWatch.Look.Missing.class);
        assertThat(look(SHARED.replace("3: POSIX", "3: -> POSIX"), ALIVE, SLOT_ONE))
                .isInstanceOf(LockWatch.Look.Missing.class);
        assertThat(look(SHARED.replace("POSIX", "FLOCK"), ALIVE, SLOT_ONE)).isInstanceOf(LockWatch.Look.Missing.class);
    }

    private static boolean isCheckpointWaiting(String... lines) {
        return LockWatch.isCheckpointWaiting(List.of(lines), 4711, 200);
    }

    /// L3: RESTART as it waits for a mark. The kernel joins locks that lie side by side.
    @Test
    void whoHoldsBothTheWriteAndTheCheckpointLockCheckpoints() {
        String write = "1: POSIX  ADVISORY  WRITE 4712 fe:00:200 120 120";
        String checkpoint = "2: POSIX  ADVISORY  WRITE 4712 fe:00:200 121 121";
        assertThat(isCheckpointWaiting(write, checkpoint)).isTrue();
        assertThat(isCheckpointWaiting(write.replace("120 120", "120 121"))).isTrue();

        assertThat(isCheckpointWaiting(write)).isFalse();
        assertThat(isCheckpointWaiting(checkpoint)).isFalse();
        assertThat(isCheckpointWaiting(write, checkpoint.replace("4712", "4713")))
                .as("one writes, another one checkpoints")
                .isFalse();
        assertThat(isCheckpointWaiting(write.replace("120 120", "120 121").replace("4712", "4711")))
                .as("ourselves")
                .isFalse();
        assertThat(isCheckpointWaiting(write.replace("120 120", "120 121").replace(":200", ":201")))
                .as("another file")
                .isFalse();
        assertThat(isCheckpointWaiting(write, checkpoint.replace("POSIX", "-> POSIX")))
                .as("only waited for")
                .isFalse();
    }
}
