package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.replicate.spool.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
        Path file = directory.resolve("chunk");
        try (OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(file))) {
            out.write("frames".getBytes(StandardCharsets.UTF_8));
        }
        Lane lane = new Lane(new Replica("fake", store), clock(), new Random(1));
        Position end = new Position(start.generation(), 0, 6);
        lane.addChunk(new Chunk(start, end, file, 6, now));
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
