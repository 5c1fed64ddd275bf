package dev.lifeboat.engine.store.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.upload.MovingClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    private final Circuit circuit = new Circuit(clock, new Random(1));

    private void open() {
        for (int failure = 0; failure < 5; failure++) {
            assertThat(circuit.permits()).isTrue();
            circuit.failed();
        }
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void anOpenOneLetsLessThanOneRequestASecondThroughForever() {
        open();
        int questions = 0;
        for (int tick = 0; tick < 36_000; tick++) {
            clock.pass(Duration.ofMillis(100));
            if (circuit.permits()) {
                questions++;
                circuit.failed();
            }
        }
        assertThat(questions).as("OB-5: an hour").isBetween(360, 720);
    }

    @Test
    void theFirstAnswerClosesIt() {
        open();
        assertThat(circuit.permits()).isFalse();
        clock.pass(Duration.ofSeconds(10));
        assertThat(circuit.permits()).isTrue();
        assertThat(circuit.permits()).as("one question at a time").isFalse();
        circuit.answered();
        assertThat(circuit.permits()).isTrue();
        assertThat(circuit.recoveries()).isEqualTo(1);
    }

    @Test
    void aFailureAmongSuccessesDoesNotOpenIt() {
        for (int request = 0; request < 100; request++) {
            circuit.failed();
            circuit.answered();
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void aClockThatIsSetBackDoesNotMakeTheWaitLonger() {
        open();
        clock.pass(Duration.ofHours(-1));
        assertThat(circuit.permits()).isTrue();
    }
}
