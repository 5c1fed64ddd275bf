package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.upload.Cut.Timed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes one segment.
final class CutTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");
    private static final long MIB = 1L << 20;
    private static final long LIMIT = 64 * MIB;

    @Test
    void smallChunksAreJoined() {
        assertThat(firstOf(LIMIT, MIB, 2 * MIB, 3 * MIB)).isEqualTo(3);
    }

    @Test
    void noMoreIsJoinedThanTheLimit() {
        assertThat(firstOf(4 * MIB, 2 * MIB, 2 * MIB, MIB)).isEqualTo(2);
    }

    @Test
    void aLargeChunkIsSentAlone() {
        assertThat(firstOf(LIMIT, 16 * MIB, MIB)).isEqualTo(1);
    }

    @Test
    void whatIsBeforeALargeChunkIsSentBeforeIt() {
        assertThat(firstOf(LIMIT, MIB, 2 * MIB, 16 * MIB, MIB)).isEqualTo(2);
    }

    @Test
    void withManyWaitingLargeOnesAreJoinedToo() {
        Long[] many = Collections.nCopies(7, 16 * MIB).toArray(Long[]::new);
        assertThat(firstOf(LIMIT, many)).isEqualTo(4);
    }

    @Test
    void aChunkThatIsLargerThanTheLimitIsSentAllTheSame() {
        assertThat(firstOf(MIB, 3 * MIB, MIB)).isEqualTo(1);
    }

    private static int firstOf(long limitBytes, Long... sizes) {
        List<Timed> waiting = new ArrayList<>();
        Position at = Position.ofSnapshot(GENERATION, 3);
        Position start = at;
        for (long size : sizes) {
            Position end = new Position(GENERATION, 3, at.offset() + size);
            Chunk chunk = new Chunk(at, end, Path.of("chunk"), size, Instant.EPOCH);
            waiting.add(new Timed(chunk, Instant.EPOCH));
            at = end;
        }
        return Cut.next(start, waiting, limitBytes).chunks().size();
    }
}
