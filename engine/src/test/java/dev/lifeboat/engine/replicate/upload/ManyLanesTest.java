package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real threads, real time and file stores: several databases share two upload threads.
class ManyLanesTest {
    private static final int DATABASES = 3;
    private static final int COMMITS = 15;

    @TempDir
    Path directory;

    @Test
    void databasesShareThePoolAndEveryReplicaGetsEverything() throws Exception {
        try (ExecutorService uploads = Executors.newFixedThreadPool(2);
                ExecutorService writers = Executors.newFixedThreadPool(DATABASES)) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int number = 0; number < DATABASES; number++) {
                Path own = directory.resolve("db" + number);
                all.add(() -> replicate(own, uploads));
            }
            for (Future<Void> each : writers.invokeAll(all)) {
                each.get();
            }
        }
    }

    private Void replicate(Path own, ExecutorService uploads) throws Exception {
        Clock clock = Clock.systemUTC();
        try (LaneRig rig = new LaneRig(own);
                FileObjectStore one = new FileObjectStore(own.resolve("one"));
                FileObjectStore two = new FileObjectStore(own.resolve("two"))) {
            List<Destination> both = List.of(
                    rig.destination("one", one, LaneSettings.STANDARD.withSyncInterval(Duration.ZERO)),
                    rig.destination("two", two, LaneSettings.STANDARD.withSyncInterval(Duration.ofMillis(20))));
            try (Lanes lanes =
                    new Lanes(both, uploads, clock, new Random(1), LaneRig.US, (pid, since) -> false, () -> {})) {
                assertThat(lanes.examine()).isEmpty();
                lanes.beginGeneration(rig.database.image(), rig.database.position(), clock.instant());
                for (int commit = 1; commit <= COMMITS; commit++) {
                    lanes.captured(rig.database.commit());
                    if (commit % 10 == 0) {
                        rig.database.seal();
                        lanes.snapshot(rig.database.image(), rig.database.position(), clock.instant());
                    }
                }
                assertThat(lanes.drain(clock.instant().plusSeconds(30))).isTrue();
                assertThat(lanes.hasAll(rig.database.position())).isTrue();
                lanes.endGeneration();
                lanes.release();
            }
            String hash = rig.database.hashAt(rig.database.position());
            rig.assertRestores(one, new RestoreTarget.Latest(Optional.empty()), hash);
            rig.assertRestores(two, new RestoreTarget.Latest(Optional.empty()), hash);
        }
        return null;
    }
}
