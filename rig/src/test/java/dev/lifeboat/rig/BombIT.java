package dev.lifeboat.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// B2, SE-8: what a few bytes unpack to, or say of themselves, fills neither memory nor disk. The packaged
/// program names the object and leaves nothing.
class BombIT {
    /// B1 allows 256 MB of heap, issue and image 200 MB for the whole process.
    private static final long MOST_MEMORY_BYTES = 200 << 20;

    private static final long MOST_FILE_BYTES = 192 << 20;

    /// Runs a command that may not write a longer file, and notes the memory that it took at most.
    private static final String LIMITED = """
            import resource, subprocess, sys
            most = int(sys.argv[1])
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            status = subprocess.call(sys.argv[3:])
            with open(sys.argv[2], "w") as note:
                note.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))
            sys.exit(status if status >= 0 else 128 - status)
            """;

    @TempDir
    Path scratch;

    private Lifeboat limited;
    private Path root;
    private Path out;
    private byte[] database;

    @BeforeEach
    void setUp() throws Exception {
        Tool.assumeInstalled("python3");
        SmallReplica small = SmallReplica.make(scratch);
        Path sound = scratch.resolve("sound.db");
        small.lifeboat().run("restore", "-o", sound, small.url()).orFail("restore");
        database = Files.readAllBytes(sound);
        root = Files.createDirectories(scratch.resolve("bombs"));
        out = Files.createDirectories(scratch.resolve("out"));
        limited = small.lifeboat()
                .with(
                        Map.of(),
                        "python3",
                        "-c",
                        LIMITED,
                        Long.toString(MOST_FILE_BYTES),
                        scratch.resolve("memory").toString());
    }

    @Test
    void aSnapshotThatUnpacksToManyGigabytesIsRefusedByName() throws Exception {
        Path snapshot = snapshot(8 << 10);
        assertThat(Files.size(snapshot)).isLessThan(64 << 20);

        assertRefused(3, snapshot.getFileName() + ": it unpacks to more than");
    }

    @Test
    void aTransactionWithoutEndIsRefusedByNameBeforeTheDiskIsFull() throws Exception {
        Tool.assumeRoot();
        snapshot(0);
        Path segment = root.resolve("generations/0123456789abcdef/wal/00000000_00000000.wal.lz4");
        Bomb.segment(segment, 4096, 40_000);
        assertThat(Files.size(segment)).isLessThan(16 << 20);
        try (Mounted _ = Mounted.tmpfs(out, "96m")) {
            assertRefused(5, "not enough space in", segment.getFileName().toString());
        }
    }

    private Path snapshot(int mebibytesOfZeros) throws IOException {
        Path snapshot = root.resolve("generations/0123456789abcdef/snapshots/00000000.snapshot.lz4");
        Bomb.snapshot(snapshot, database, mebibytesOfZeros);
        return snapshot;
    }

    @Test
    void anLtxFileThatSaysPagesWithoutNumberIsRefusedByName() throws Exception {
        Path file = root.resolve("ltx/9/0000000000000001-0000000000000001.ltx");
        Bomb.ltx(file, 65536, -2, 100);

        assertRefused(5, "not enough space in", file.getFileName().toString());
    }

    @Test
    void anLtxPageThatSaysGigabytesIsRefusedByName() throws Exception {
        Path file = root.resolve("ltx/9/0000000000000001-0000000000000001.ltx");
        Bomb.ltx(file, 4096, 2, -1);

        assertRefused(3, file.getFileName() + ": a page says 4294967295 bytes");
    }

    private void assertRefused(int status, String... said) throws Exception {
        Lifeboat.Ended ended = limited.runWithPrefix("restore", "-o", out.resolve("app.db"), "file://" + root);
        long memoryBytes = Long.parseLong(Files.readString(scratch.resolve("memory")));

        assertThat(ended.output()).contains(said);
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
        assertThat(memoryBytes).isLessThan(MOST_MEMORY_BYTES);
        assertThat(out).as("RS-1").isEmptyDirectory();
    }
}
