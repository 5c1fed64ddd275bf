package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTest {
    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-03-01T04:00:00Z");

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private Lane failed(UnreliableStore store) throws IOException {
        Position start = new Position(new GenerationId("00000000000000aa"), 0, 0);
        Path file = Files.writeString(directory.resolve("segment"), "frames");
        Lane lane = new Lane(new Replica("fake", store), clock(), new Random(1));
        lane.addSegment(new Spool.Segment(start, start, file, now));
        store.fail("away");
        lane.drain(false, () -> true);
        store.recover();
        return lane;
    }

    @Test
    void aStoreThatFailedIsLeftAloneForAWhile() throws IOException {
        Lane lane = failed(new UnreliableStore(directory.resolve("replica")));
        lane.drain(false, () -> true);
        assertThat(lane.isEmpty()).as("OB-5").isFalse();

        now = now.plus(Duration.ofSeconds(2));
        lane.drain(false, () -> true);
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void aClockThatIsSetBackDoesNotMakeThePauseLonger() throws IOException {
        Lane lane = failed(new UnreliableStore(directory.resolve("replica")));
        now = now.minus(Duration.ofHours(1));
        lane.drain(false, () -> true);
        assertThat(lane.isEmpty()).isTrue();
    }
}
