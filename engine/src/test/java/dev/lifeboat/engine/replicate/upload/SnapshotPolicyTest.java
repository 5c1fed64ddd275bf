package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.upload.SnapshotPolicy.Reading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final long RATE = 10_000_000;

    private static Optional<String> due(Duration age, long segments, long segmentBytes, long snapshotBytes) {
        return SnapshotPolicy.due(new Reading(age, segments, segmentBytes, snapshotBytes, LATENCY, RATE), DAY);
    }

    @Test
    void nothingNewIsNoReason() {
        assertThat(due(DAY.multipliedBy(9), 0, 0, 1)).as("P6").isEmpty();
    }

    @Test
    void theIntervalIsOne() {
        assertThat(due(DAY.minusSeconds(1), 1, 1, 1)).isEmpty();
        assertThat(due(DAY, 1, 1, 1)).contains("the last snapshot is 86400 s old, the interval is 86400 s");
    }

    @Test
    void readingTheSegmentsForLongerThanANewSnapshotIsAnother() {
        assertThat(due(Duration.ZERO, 100, 200_000_000, 500_000_000)).isEmpty();
        assertThat(due(Duration.ZERO, 100, 600_000_000, 500_000_000))
                .contains("reading 100 segments of 600000000 bytes takes about 60100 ms, a new snapshot 50050 ms"
                        + " (a request 50 ms, 10000000 bytes a second)");
    }

    @Test
    void manySmallSegmentsCostTheirRequests() {
        assertThat(due(Duration.ZERO, 10_000, 1_000_000, 1000)).isEmpty();
        assertThat(due(Duration.ZERO, 20_000, 1_000_000, 1000)).isPresent();
    }

    @Test
    void aRestoreThatIsShortAnywayNeedsNone() {
        assertThat(due(Duration.ZERO, 100, 50_000_000, 1000)).isEmpty();
    }

    @Test
    void anIntervalOfZeroIsOff() {
        Reading old = new Reading(DAY.multipliedBy(99), 1, 1, 1, LATENCY, RATE);
        assertThat(SnapshotPolicy.due(old, Duration.ZERO)).isEmpty();
    }
}
