package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.store.retry.Circuit;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    private final Pace pace = new Pace(new Circuit(clock, new Random(1)), Duration.ofSeconds(1), clock, new Random(1));

    private boolean failed(IOException cause) {
        return pace.failed(cause, pace.circuitChanges());
    }

    /// Seen in an outage of ten minutes (S7): two texts in turn, a line of the log for each attempt.
    @Test
    void anOutageTellsEachTextOnceHoweverTheyTakeTurns() {
        assertThat(failed(new IOException("Connection reset"))).isTrue();
        assertThat(failed(new IOException("Connection reset by peer"))).isTrue();
        assertThat(failed(new IOException("Connection reset"))).isFalse();
        assertThat(pace.error()).as("status tells the latest").isEqualTo("Connection reset");
        assertThat(pace.succeeded()).isTrue();
        assertThat(failed(new IOException("Connection reset")))
                .as("another outage")
                .isTrue();
    }

    @Test
    void textsThatAllDifferDoNotFillTheLog() {
        int told = 0;
        for (int request = 0; request < 1000; request++) {
            told += failed(new IOException("request " + request + " failed")) ? 1 : 0;
        }
        assertThat(told).isEqualTo(50);
    }
}
