package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicatorsTest {
    private static final int DATABASES = 50;
    private static final int UPLOADS = 4;

    @TempDir
    Path directory;

    /// Threads do not grow with the number of databases: two that capture, the uploads, and a few more.
    @Test
    void fiftyDatabasesNeedTwoThreads() throws IOException {
        int before = Thread.activeCount();
        ExecutorService uploads = Executors.newFixedThreadPool(
                UPLOADS, Thread.ofPlatform().name("upload-", 1).factory());
        Replicators replicators = new Replicators();
        List<Replicator> all = new ArrayList<>();
        for (int i = 0; i < DATABASES; i++) {
            Path database = directory.resolve("db" + i + ".db");
            ForeignRestore.sqlite3(database, "PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
            all.add(replicator(database, directory.resolve("replica" + i), uploads));
        }
        all.forEach(replicators::add);
        CompletableFuture<List<Replicators.Outcome>> ended = new CompletableFuture<>();
        Thread.ofPlatform().name("main-of-test").start(() -> ended.complete(replicators.run(_ -> {})));
        try {
            until(() -> all.stream().allMatch(each -> each.status().isEverythingAcknowledged()));
            long capturing = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("capture-"))
                    .count();
            assertThat(capturing).isEqualTo(2);
            assertThat(Thread.activeCount() - before).isLessThan(10 + UPLOADS);

            for (int i = 0; i < DATABASES; i++) {
                ForeignRestore.sqlite3(directory.resolve("db" + i + ".db"), "INSERT INTO t VALUES (2)");
            }
            until(() -> all.stream()
                    .allMatch(each -> each.status().figures().commits() > 0
                            && each.status().isEverythingAcknowledged()));
        } finally {
            replicators.stop();
            assertThat(ended.join())
                    .hasSize(DATABASES)
                    .allMatch(outcome -> outcome instanceof Replicators.Outcome.Done(Replicator _, Replicator.Ended end)
                            && end.everythingAcknowledged());
            uploads.shutdown();
        }
        for (int i = 0; i < DATABASES; i += 7) {
            Path output = directory.resolve("restored" + i + ".db");
            ForeignRestore.restore(directory.resolve("replica" + i), output);
            assertThat(ForeignRestore.sqlite3(output, "SELECT group_concat(x) FROM t"))
                    .isEqualTo("1,2");
        }
    }

    private static Replicator replicator(Path database, Path root, ExecutorService uploads) {
        Clock clock = Clock.systemUTC();
        Random random = new Random();
        return new Replicator(
                database,
                List.of(Replicator.destination(
                        new Replica("file", new FileObjectStore(root)), Duration.ofMillis(100), clock, random)),
                ReplicatorSettings.standard(Duration.ofMillis(200)),
                uploads,
                clock,
                random);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
