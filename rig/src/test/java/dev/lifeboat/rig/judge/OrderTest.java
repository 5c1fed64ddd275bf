package dev.lifeboat.rig.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static Lag.Arrival at(long micros, String name) {
        return new Lag.Arrival(micros, Path.of("wal", name));
    }

    @Test
    void positionsThatGrowWithTimeAreInOrder() {
        assertThat(Order.check(List.of())).isEmpty();
        assertThat(Order.check(List.of(at(5, "a"), at(5, "b"), at(9, "c")))).isEmpty();
    }

    @Test
    void aLaterSegmentThatWasThereFirstIsNamed() {
        assertThat(Order.check(List.of(at(5, "a"), at(9, "b"), at(7, "c"), at(8, "d"))))
                .containsExactly("c was there 2 us before b");
    }

    @Test
    void aSegmentThatNobodySawArriveIsNamed() {
        assertThat(Order.check(List.of(at(0, "a")))).containsExactly("nobody saw a arrive");
        assertThat(Order.check(List.of(at(5, "a"), at(0, "b"), at(6, "c")))).containsExactly("nobody saw b arrive");
    }
}
