package dev.lifeboat.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.restore.LtxSource;
import dev.lifeboat.engine.restore.SqliteReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S4: a single wrong bit in any object gives the same list, or one that names the object; never a crash and never
/// another list.
class FlippedBitsTest {
    private static final long SEED = 20261127;
    private static final int FLIPS = 300;

    @TempDir
    private Path directory;

    @Test
    void inGenerations() throws Exception {
        try (SqliteReplica replica = new SqliteReplica(directory, 512, new GenerationId("00000000000000aa"))) {
            replica.snapshot();
            for (int i = 0; i < 5; i++) {
                replica.sql("CREATE TABLE u" + i + "(a)", "INSERT INTO t VALUES(" + i + ", randomblob(700))");
                replica.segment();
                replica.sql("DELETE FROM t");
                replica.segment();
                replica.nextIndex();
            }
            flip(replica.root());
        }
    }

    @Test
    void inLtxFiles() throws Exception {
        try (LtxSource source = new LtxSource(directory, 512)) {
            source.put(0, 1, 1);
            for (int i = 2; i < 10; i++) {
                source.step("CREATE TABLE u" + i + "(a)", "INSERT INTO t VALUES(" + i + ", randomblob(700))");
                source.put(0, i, i);
            }
            flip(source.root());
        }
    }

    private static void flip(Path root) throws IOException {
        List<Path> objects;
        try (Stream<Path> files = Files.walk(root)) {
            objects = files.filter(Files::isRegularFile).sorted().toList();
        }
        Timeline healthy = new Look(root, ObjectMemory.none()).take();
        assertThat(healthy.history().damage()).isEmpty();
        Random random = new Random(SEED);
        for (int i = 0; i < FLIPS; i++) {
            Path object = objects.get(random.nextInt(objects.size()));
            byte[] whole = Files.readAllBytes(object);
            FileTime time = Files.getLastModifiedTime(object);
            byte[] flipped = whole.clone();
            int at = random.nextInt(whole.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            write(object, flipped, time);
            Timeline timeline = new Look(root, ObjectMemory.none()).take();
            if (!timeline.equals(healthy)) {
                assertThat(timeline.history().damage())
                        .as("seed %s, flip %s, byte %s", SEED, i, at)
                        .containsKey(root.relativize(object).toString());
            }
            write(object, whole, time);
        }
    }

    private static void write(Path object, byte[] bytes, FileTime time) throws IOException {
        Files.write(object, bytes);
        Files.setLastModifiedTime(object, time);
    }
}
