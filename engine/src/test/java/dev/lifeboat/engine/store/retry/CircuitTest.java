package dev.lifeboat.engine.store.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.upload.MovingClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    private final Circuit circuit = new Circuit(clock, new Random(1));

    /// A request that was permitted just before.
    private void fail() {
        circuit.failed(circuit.changes());
    }

    private void open() {
        for (int failure = 0; failure < 5; failure++) {
            assertThat(circuit.permits()).isTrue();
            fail();
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
                fail();
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
            fail();
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

    /// How long it is left alone, by tenths of a second.
    private Duration pauseOf(Circuit asked) {
        Duration waited = Duration.ZERO;
        while (!asked.permits()) {
            clock.pass(Duration.ofMillis(100));
            waited = waited.plusMillis(100);
        }
        return waited;
    }

    /// OB-5: the pause is drawn from half of 1.5 s to all of it.
    @Test
    void anOutageThatMeetsManyLanesAtOnceCountsOnce() {
        long before = circuit.changes();
        for (int lane = 0; lane < 10; lane++) {
            assertThat(circuit.permits()).isTrue();
        }
        for (int lane = 0; lane < 10; lane++) {
            circuit.failed(before);
        }
        assertThat(circuit.isOpen()).isTrue();
        assertThat(pauseOf(circuit)).isLessThanOrEqualTo(Duration.ofMillis(1500));

        long asked = circuit.changes();
        circuit.failed(before);
        circuit.failed(asked);
        assertThat(pauseOf(circuit))
                .as("once for the question")
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(3000));
    }

    /// What was under way in the outage and breaks off behind it.
    @Test
    void failuresOfTheLastOutageDoNotOpenItAgain() {
        long before = circuit.changes();
        open();
        circuit.answered();
        for (int lane = 0; lane < 10; lane++) {
            circuit.failed(before);
        }
        assertThat(circuit.isOpen()).isFalse();
    }
}
