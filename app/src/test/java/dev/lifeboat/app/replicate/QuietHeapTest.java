package dev.lifeboat.app.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuietHeapTest {
    private final AtomicInteger collections = new AtomicInteger();
    private final QuietHeap heap = new QuietHeap(collections::incrementAndGet);

    @Test
    void memoryIsGivenBackOnceAfterEachBurst() {
        for (int second = 0; second < 20; second++) {
            heap.look(captured(second));
        }
        assertThat(collections).hasValue(0);
        for (int second = 0; second < 20; second++) {
            heap.look(captured(20));
        }
        assertThat(collections).hasValue(1);
        for (int second = 0; second < 20; second++) {
            heap.look(captured(21));
        }
        assertThat(collections).hasValue(2);
    }

    private static List<ReplicatorStatus> captured(long captures) {
        return List.of(new ReplicatorStatus(
                Path.of("/data/app.db"),
                State.REPLICATING,
                "",
                1,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                0,
                new Figures(0, 0, 0, 0, captures, 0, 0, 0, 0, 0, 1),
                List.of(),
                List.of()));
    }
}
