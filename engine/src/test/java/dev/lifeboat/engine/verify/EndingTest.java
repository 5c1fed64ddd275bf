package dev.lifeboat.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.ltx.LtxBytes;
import dev.lifeboat.engine.restore.SqliteReplica;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// OB-11: what is too large for level chain to read it whole is asked for its end.
class EndingTest {
    private static final int LARGE = 1 << 20;

    @TempDir
    private Path directory;

    private Audit audit(Path root) throws IOException {
        try (FileObjectStore store = new FileObjectStore(root)) {
            return new Auditor(store, new ReplicaBackup(store))
                    .audit(Level.CHAIN, () -> directory, List.of(), EventSink.ignoring());
        }
    }

    private void assertCutsAndTailsAreNamed(Path root, Path object) throws IOException {
        byte[] whole = Files.readAllBytes(object);
        assertThat(whole.length).isGreaterThan(2 * LARGE);
        Audit sound = audit(root);
        assertThat(sound.broken()).isEmpty();
        assertThat(sound.readBytes()).isLessThan(whole.length);
        for (int bytes : new int[] {whole.length / 4 * 3, whole.length - 100_003, whole.length - 1, whole.length + 1}) {
            Files.write(object, Arrays.copyOf(whole, bytes));
            assertThat(audit(root).broken())
                    .as("%d of %d bytes", bytes, whole.length)
                    .singleElement()
                    .satisfies(broken -> {
                        assertThat(broken.key())
                                .isEqualTo(root.relativize(object).toString());
                        assertThat(broken.reason()).startsWith("it does not end ");
                    });
        }
    }

    @Test
    void aLargeSnapshotThatIsCutIsNamed() throws Exception {
        GenerationId generation = new GenerationId("00000000000000aa");
        try (SqliteReplica replica = new SqliteReplica(directory.resolve("source"), 4096, generation)) {
            replica.sql("INSERT INTO t(v) VALUES (randomblob(6000000))");
            replica.nextIndex();
            replica.snapshot();
            replica.sql("INSERT INTO t(v) VALUES (1)");
            replica.segment();
            assertCutsAndTailsAreNamed(
                    replica.root(),
                    replica.root().resolve("generations/" + generation + "/snapshots/00000001.snapshot.lz4"));
        }
    }

    @ParameterizedTest
    @EnumSource(LtxBytes.Encoding.class)
    void aLargeLtxFileThatIsCutIsNamed(LtxBytes.Encoding encoding) throws Exception {
        int pages = 40;
        byte[][] images = new byte[pages][];
        Arrays.setAll(images, i -> LtxBytes.noise(65536));
        LtxBytes file = new LtxBytes(65536, pages, 1, 1);
        file.encoding = encoding;
        Path root = directory.resolve("ltx-replica");
        Path object = root.resolve("ltx/9/0000000000000001-0000000000000001.ltx");
        Files.createDirectories(object.getParent());
        Files.write(object, file.whole(1, images));
        assertCutsAndTailsAreNamed(root, object);
    }
}
