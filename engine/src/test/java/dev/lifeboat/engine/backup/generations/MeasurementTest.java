package dev.lifeboat.engine.backup.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.SlowBackup;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final GenerationId GENERATION = new GenerationId("00000000000000aa");

    private static byte[] packed(int bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new Lz4FrameOutputStream(packed)) {
            out.write(new byte[bytes]);
        }
        return packed.toByteArray();
    }

    /// Retention runs meanwhile: every other object has gone since the listing.
    @Test
    void objectsThatHaveGoneMakeNothingBeFetchedTwice() throws Exception {
        MemoryStore store = new MemoryStore();
        for (int i = 0; i < 20; i++) {
            String key = GenerationsWriter.segmentKey(new Position(GENERATION, i, 0));
            store.put(key, packed(100 + i), Instant.EPOCH);
            if (i % 2 == 0) {
                store.lose(key);
            }
        }
        List<String> keys = store.keys();
        SlowBackup backup = new SlowBackup(new GenerationsBackup(store), keys.getFirst(), keys.getLast());
        History listing = backup.listing();
        List<Segment> segments = listing.generations().getFirst().segments();
        History learned = new Measurement(backup, segments).of(listing);
        assertThat(backup.opened()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(learned.damage()).hasSize(10).containsKey(keys.getFirst());
        assertThat(learned.generations().getFirst().segments().getLast().end()).isEqualTo(OptionalLong.of(119));
    }
}
