package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.LiveDatabases;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// D2: a disk that does not answer. The application gets its write lock back, the status says so, nothing is lost.
class HungDiskTest {
    private static final CheckpointSettings EAGER = new CheckpointSettings(Duration.ofMinutes(1), 1, 1, 0);

    @TempDir
    Path directory;

    /// Of the chunks of a seal the first one is captured before the lock, and meanwhile the application writes once
    /// more; the second one is captured behind it, and hangs.
    private static final class HangsBehindTheLock implements Consumer<Chunk> {
        private final Application application;
        private final List<Chunk> chunks = new ArrayList<>();
        private final CountDownLatch hung = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private int chunksOfSeal = -1;

        HangsBehindTheLock(Application application) {
            this.application = application;
        }

        @Override
        public void accept(Chunk chunk) {
            chunks.add(chunk);
            if (chunksOfSeal < 0) {
                return;
            }
            chunksOfSeal++;
            if (chunksOfSeal == 1) {
                application.rows(1);
            } else if (chunksOfSeal == 2) {
                hung.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    void theApplicationGetsItsLockBackWhileTheSealHangs()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path database = directory.resolve("app.db");
        try (Application application = Application.start(database, directory.resolve("ledger"))) {
            application.rows(10);
            LiveDatabase live = LiveDatabases.open(database);
            GenerationId generation = new GenerationId("00000000000000aa");
            Spool spool = new Spool(Files.createDirectory(directory.resolve("spool")));
            Birth.Outcome.Born born = (Birth.Outcome.Born)
                    new Birth(live, generation, spool, directory, Clock.systemUTC(), Long.MAX_VALUE).look();
            born.image().close();
            HangsBehindTheLock disk = new HangsBehindTheLock(application);
            SealCount seals = new SealCount();
            try (Session session = new Session(live, generation, born.follower(), directory, EAGER, disk, seals)) {
                application.rows(1);
                assertThat(session.look(true)).isInstanceOf(Found.Captured.class);
                application.rows(1);
                disk.chunksOfSeal = 0;
                CompletableFuture<Session.Tended> sealing = new CompletableFuture<>();
                Thread capture = Thread.ofPlatform().name("capture").start(() -> {
                    try {
                        sealing.complete(session.tend(true, false));
                    } catch (IOException | RuntimeException e) {
                        sealing.completeExceptionally(e);
                    }
                });
                assertThat(disk.hung.await(30, TimeUnit.SECONDS)).isTrue();
                application.sql("PRAGMA busy_timeout=20000");

                long began = System.nanoTime();
                String written = application.sql("INSERT INTO entry VALUES (100, 'while it hangs')");

                assertThat(written).isEqualTo("ok");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(sealing).isNotDone();
                disk.answer.countDown();
                assertThat(sealing.get(30, TimeUnit.SECONDS).found()).isInstanceOf(Found.Nothing.class);
                capture.join();
                assertThat(seals.seals()).isZero();
                assertThat(seals.givenUp()).isEqualTo(1);
                assertThat(Arrays.stream(seals.lastNanos()).max().orElse(0)).isBetween(800_000_000L, 3_000_000_000L);

                application.sql("INSERT INTO entry VALUES (101, 'after it')");
                untilSealed(session, seals);
                assertTiles(disk.chunks);
                session.wantSnapshot("a test compares it");
                application.sql("INSERT INTO entry VALUES (102, 'last')");
                SnapshotImage image = untilImage(session);
                assertThat(FileSetBytes.hash(image.open().readAllBytes()))
                        .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
                image.close();
            }
        }
    }

    private static Session.Tended tend(Session session) throws IOException {
        assertThat(session.look(true)).isInstanceOfAny(Found.Nothing.class, Found.Captured.class);
        Session.Tended tended = session.tend(true, false);
        assertThat(tended.found()).isInstanceOf(Found.Nothing.class);
        return tended;
    }

    private static void untilSealed(Session session, SealCount seals) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (seals.seals() == 0) {
            assertThat(System.nanoTime()).isLessThan(limit);
            tend(session);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static SnapshotImage untilImage(Session session) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < limit) {
            Session.Tended tended = tend(session);
            if (tended.image().isPresent()) {
                return tended.image().get();
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("no snapshot");
    }

    /// What was captured of an index has no hole, from one chunk to the next.
    private static void assertTiles(List<Chunk> chunks) {
        assertThat(chunks).hasSizeGreaterThan(2);
        for (int i = 1; i < chunks.size(); i++) {
            Position end = chunks.get(i - 1).end();
            Position start = chunks.get(i).start();
            assertThat(start)
                    .isEqualTo(
                            start.index() == end.index()
                                    ? end
                                    : Position.ofSnapshot(end.generation(), end.index() + 1));
        }
    }

    /// The file that the next chunk is written to is a pipe: opening it waits for whoever reads it.
    @Test
    void theStatusSaysForHowLongWhichDiskHangs() throws IOException, InterruptedException {
        Path database = directory.resolve("app.db");
        Path root = directory.resolve("replica");
        try (Application application = Application.start(database, directory.resolve("ledger"));
                RunningReplicator replicator = RunningReplicator.start(database, root)) {
            application.rows(10);
            Position at = replicator.sync().captured().orElseThrow();
            Path pipe = draft(directory.resolve(".app.db-lifeboat/spool"), at);
            Files.createDirectories(pipe.getParent());
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            application.rows(1);
            Instant hung = Instant.now();

            replicator.until(status -> status.state() == State.STALLED);

            ReplicatorStatus asked = replicator.control().status();
            assertThat(asked.state()).isEqualTo(State.STALLED);
            assertThat(asked.reason())
                    .matches("capturing has waited \\d+ s for the disk below " + directory
                            + "/.app.db-lifeboat/spool, and goes on when it answers");
            assertThat(asked.replicas().getFirst().pendingSince())
                    .hasValueSatisfying(since -> assertThat(since).isBefore(hung.plusSeconds(2)));
            application.sql("PRAGMA busy_timeout=0");
            assertThat(application.rows(5)).isEqualTo(16);
            Files.readAllBytes(pipe);
            replicator.until(status ->
                    status.state() == State.REPLICATING && status.reason().isEmpty());
            assertThat(replicator.sync().figures().generations()).isEqualTo(1);
            Path restored = directory.resolve("restored.db");
            assertThat(ForeignRestore.restore(root, restored)).endsWith("ok");
            assertThat(FileSetBytes.hash(Files.readAllBytes(restored)))
                    .isEqualTo(FileSetBytes.hash(FileSetBytes.checkpointed(database, directory)));
        }
    }

    private static Path draft(Path spool, Position at) {
        String name = String.format(Locale.ROOT, "%08x_%08x_%08x.wal.lz4.tmp", at.index(), at.offset(), at.offset());
        return spool.resolve(at.generation().hex()).resolve(name);
    }
}
