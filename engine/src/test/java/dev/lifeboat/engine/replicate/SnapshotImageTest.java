package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.LiveDatabases;
import dev.lifeboat.engine.live.WatchedFile;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image is the database at one moment, whatever is written, checkpointed and cut off while it is open.
class SnapshotImageTest {
    private static final CheckpointSettings EAGER = new CheckpointSettings(Duration.ofMinutes(1), 1, 1, 0);

    @TempDir
    Path directory;

    @Test
    void checkpointsGoOnWhileAnImageIsReadTwice() throws IOException {
        Path database = directory.resolve("app.db");
        try (Application application = Application.start(database, directory.resolve("ledger"))) {
            application.rows(300);
            LiveDatabase live = LiveDatabases.open(database);
            GenerationId generation = new GenerationId("00000000000000aa");
            Spool spool = new Spool(Files.createDirectory(directory.resolve("spool")));
            Birth.Outcome.Born born = (Birth.Outcome.Born)
                    new Birth(live, generation, spool, directory, Clock.systemUTC(), Long.MAX_VALUE).look();
            List<Chunk> chunks = new ArrayList<>();
            SealCount seals = new SealCount();
            try (Session session =
                    new Session(live, generation, born.follower(), directory, EAGER, chunks::add, seals)) {
                session.show(born.image());
                byte[] expected = FileSetBytes.checkpointed(database, directory);
                try (InputStream slow = born.image().open()) {
                    byte[] first = slow.readNBytes(5000);
                    for (int i = 0; i < 20; i++) {
                        application.rows(20);
                        application.sql("UPDATE entry SET payload = payload || '!' WHERE n % 5 = " + i % 5);
                        untilSealed(session, seals);
                    }
                    application.sql("DELETE FROM entry WHERE n > 40");
                    application.sql("VACUUM");
                    untilSealed(session, seals);
                    assertThat(Files.size(database)).isLessThan(expected.length);
                    byte[] rest = slow.readAllBytes();
                    assertThat(first).isEqualTo(java.util.Arrays.copyOf(expected, first.length));
                    assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(expected, first.length, expected.length));
                }
                assertThat(FileSetBytes.hash(born.image().open().readAllBytes()))
                        .isEqualTo(FileSetBytes.hash(expected));

                born.image().close();
                session.wantSnapshot("a test wants it");
                application.rows(5);
                SnapshotImage next = untilImage(session);
                assertThat(next.at().offset()).isZero();
                byte[] state = FileSetBytes.checkpointed(database, directory);
                application.rows(50);
                look(session);
                look(session);
                assertThat(FileSetBytes.hash(next.open().readAllBytes())).isEqualTo(FileSetBytes.hash(state));
                next.close();
            }
        }
    }

    /// Where a birth was not sealed the last pages are in the WAL only. They can change while the image is open.
    @Test
    void aPageBehindTheEndOfTheFileIsPreservedAsZeros() throws IOException {
        Path file = Files.write(directory.resolve("two-pages"), new byte[] {1, 1, 1, 1, 2, 2, 2, 2});
        try (WatchedFile database = WatchedFile.open(file);
                UndoFile undo = UndoFile.create(directory.resolve("undo"), database, 4, 3)) {
            undo.beforeChange(3);
            undo.beforeChange(1);
            byte[] image = {9, 9, 9, 9, 2, 2, 2, 2, 9, 9, 9, 9};
            undo.patch(0, image, image.length);
            assertThat(image).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0);
        }
    }

    /// A seal that held its lock for too long is tried again after a pause.
    private static void untilSealed(Session session, SealCount seals) throws IOException {
        long before = seals.seals();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (seals.seals() == before) {
            assertThat(System.nanoTime()).isLessThan(limit);
            look(session);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static SnapshotImage untilImage(Session session) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Optional<SnapshotImage> image = look(session);
        while (image.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            LockSupport.parkNanos(1_000_000);
            image = look(session);
        }
        return image.get();
    }

    private static Optional<SnapshotImage> look(Session session) throws IOException {
        Found found = session.look(true);
        assertThat(found).isNotInstanceOf(Found.Broken.class);
        Session.Tended tended = session.tend(true, false);
        assertThat(tended.found()).isInstanceOf(Found.Nothing.class);
        return tended.image();
    }
}
