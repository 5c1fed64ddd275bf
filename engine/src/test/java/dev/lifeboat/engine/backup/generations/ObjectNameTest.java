package dev.lifeboat.engine.backup.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {
    private static final GenerationId GENERATION = new GenerationId("1eea7d8f0a50be48");

    @Test
    void namesAreThoseOfTheSpecificationBothWays() {
        ObjectName snapshot = new ObjectName.Snapshot(GENERATION, 12);
        ObjectName segment = new ObjectName.Segment(GENERATION, 3, 0x1038);
        assertThat(snapshot.key()).isEqualTo("generations/1eea7d8f0a50be48/snapshots/0000000c.snapshot.lz4");
        assertThat(segment.key()).isEqualTo("generations/1eea7d8f0a50be48/wal/00000003_00001038.wal.lz4");
        assertThat(ObjectName.parse(snapshot.key())).contains(snapshot);
        assertThat(ObjectName.parse(segment.key())).contains(segment);
    }

    /// Pitfall P1.
    @Test
    void offsetsBehindFourGiBAreRead() {
        ObjectName large = new ObjectName.Segment(GENERATION, 0, 0x1000023b0L);
        assertThat(large.key()).endsWith("00000000_1000023b0.wal.lz4");
        assertThat(ObjectName.parse(large.key())).contains(large);
        String most = "generations/1eea7d8f0a50be48/wal/00000000_7ffffffffffff690.wal.lz4";
        assertThat(ObjectName.parse(most)).contains(new ObjectName.Segment(GENERATION, 0, 0x7ffffffffffff690L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wal/00000000_8fffffffffffffff.wal.lz4",
                "wal/00000000_123456789.wal.lz4",
                "wal/00000000_00001039.wal.lz4",
                "wal/80000000_00000000.wal.lz4",
                "wal/00000000_00001038.wal.lz4.tmp",
                "wal/0000000A_00001038.wal.lz4",
                "wal/00000000_0000103.wal.lz4",
                "wal/00000000_000001038.wal.lz4",
                "wal/00000000.wal.lz4",
                "wal/00000000/00000000.wal.lz4",
                "snapshots/0000000.snapshot.lz4",
                "snapshots/000000000.snapshot.lz4",
                "snapshots/00000000.snapshot"
            })
    void otherNamesBelongToNobody(String name) {
        assertThat(ObjectName.parse("generations/1eea7d8f0a50be48/" + name)).isEmpty();
        assertThat(ObjectName.parse("generations/1EEA7D8F0A50BE48/snapshots/00000000.snapshot.lz4"))
                .isEmpty();
    }
}
