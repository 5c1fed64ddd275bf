package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class CaptureSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureSpeedTest.class);
    private static final long WAL_BYTES = 200L << 20;
    private static final long SMALL_WAL_BYTES = 8L << 20;
    private static final double MIB = 1 << 20;

    @TempDir
    Path directory;

    /// At least 100 MB of WAL a second of processor time, with the flags of the image. What else runs on a machine
    /// shows in it, so no build depends on it.
    @ParameterizedTest
    @ValueSource(ints = {3, 2_000_000})
    @Tag("campaign")
    void aSecondOfProcessorTimeIsEnoughForAHundredMegabytes(int framesATransaction) throws IOException {
        assertThat(captureMegabytesASecond(framesATransaction, WAL_BYTES)).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 2_000_000})
    void whatIsCapturedIsTheWalByteForByte(int framesATransaction) throws IOException {
        captureMegabytesASecond(framesATransaction, SMALL_WAL_BYTES);
    }

    private double captureMegabytesASecond(int framesATransaction, long walBytes) throws IOException {
        WalHeader header = WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(4096), 0, 1, 2);
        Path path = directory.resolve("app.db-wal");
        long written = write(path, header, framesATransaction, walBytes);
        Spool spool = new Spool(Files.createDirectory(directory.resolve("spool")));
        Position start = new Position(new GenerationId("00000000000000aa"), 0, 0);
        CapturePass.Limits all = new CapturePass.Limits(Long.MAX_VALUE, Long.MAX_VALUE, Deadline.NEVER);
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (WalFile wal = WalFile.open(path);
                CapturePass pass = new CapturePass(wal, Life.begin(0, header), spool, start, PageKeeper.NOBODY, all)) {
            CapturePass.Outcome.Taken taken = (CapturePass.Outcome.Taken) pass.run();
            Chunk chunk = taken.draft().finish(Instant.EPOCH);
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
            double speed = written / MIB / seconds;
            LOG.info(
                    "{}",
                    String.format(
                            Locale.ROOT,
                            "captured %.0f MB/s of CPU, packed %d%%",
                            speed,
                            100 * chunk.packedBytes() / written));
            assertThat(chunk.walBytes()).isEqualTo(written);
            try (InputStream packed = chunk.open();
                    InputStream raw = Files.newInputStream(path)) {
                byte[] left = new byte[1 << 16];
                for (int length = raw.readNBytes(left, 0, left.length);
                        length > 0;
                        length = raw.readNBytes(left, 0, left.length)) {
                    assertThat(packed.readNBytes(length)).isEqualTo(java.util.Arrays.copyOf(left, length));
                }
            }
            return speed;
        }
    }

    /// The last transaction commits, whatever its size.
    private static long write(Path path, WalHeader header, int framesATransaction, long walBytes) throws IOException {
        Random random = new Random(1);
        byte[] page = new byte[4096];
        long frames = walBytes / header.frameBytes();
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
            out.write(header.encode());
            WalChecksum sum = header.checksum();
            for (long i = 0; i < frames; i++) {
                for (int at = 0; at < page.length; at += 64) {
                    page[at] = (byte) random.nextInt();
                }
                boolean commits = (i + 1) % framesATransaction == 0 || i == frames - 1;
                byte[] head = ByteBuffer.allocate(24)
                        .putInt((int) (i % 5000) + 1)
                        .putInt(commits ? 5000 : 0)
                        .putInt(header.salt1())
                        .putInt(header.salt2())
                        .array();
                sum = sum.over(header.checksumOrder(), head, 0, 8).over(header.checksumOrder(), page, 0, page.length);
                ByteBuffer.wrap(head).putInt(16, sum.a()).putInt(20, sum.b());
                out.write(head);
                out.write(page);
            }
        }
        return Files.size(path);
    }

    @Test
    void aTransactionWithoutItsCommitIsNotTaken() throws IOException {
        WalHeader header = WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(4096), 0, 1, 2);
        Path path = directory.resolve("app.db-wal");
        write(path, header, 2_000_000, SMALL_WAL_BYTES);
        try (var channel = java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - header.frameBytes());
        }
        Spool spool = new Spool(Files.createDirectory(directory.resolve("spool")));
        Position start = new Position(new GenerationId("00000000000000aa"), 0, 0);
        try (WalFile wal = WalFile.open(path);
                CapturePass pass = new CapturePass(
                        wal, Life.begin(0, header), spool, start, PageKeeper.NOBODY, CapturePass.Limits.CHUNK)) {
            assertThat(pass.run()).isEqualTo(new CapturePass.Outcome.Nothing());
        }
    }

    /// So the write lock can be given back in time (CP-5), and nothing of what was captured is captured again.
    @Test
    void aPassBehindItsDeadlineEndsWithACommitAndTheNextOneGoesOnThere() throws IOException {
        WalHeader header = WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(4096), 0, 1, 2);
        Path path = directory.resolve("app.db-wal");
        long written = write(path, header, 3, SMALL_WAL_BYTES);
        Spool spool = new Spool(Files.createDirectory(directory.resolve("spool")));
        GenerationId generation = new GenerationId("00000000000000aa");
        CapturePass.Limits late = CapturePass.Limits.enough(Long.MAX_VALUE, Deadline.in(Duration.ZERO));
        CapturePass.Outcome.Taken first;
        try (WalFile wal = WalFile.open(path);
                CapturePass pass = new CapturePass(
                        wal, Life.begin(0, header), spool, new Position(generation, 0, 0), PageKeeper.NOBODY, late)) {
            first = (CapturePass.Outcome.Taken) pass.run();
            assertThat(first.isAll()).isFalse();
            assertThat(first.draft().finish(Instant.EPOCH).walBytes())
                    .isEqualTo(WalHeader.BYTES + 3L * header.frameBytes());
        }
        Position next = new Position(generation, 0, first.life().nextOffsetBytes());
        try (WalFile wal = WalFile.open(path);
                CapturePass pass =
                        new CapturePass(wal, first.life(), spool, next, PageKeeper.NOBODY, CapturePass.Limits.CHUNK)) {
            CapturePass.Outcome.Taken rest = (CapturePass.Outcome.Taken) pass.run();
            assertThat(rest.isAll()).isTrue();
            assertThat(rest.draft().finish(Instant.EPOCH).walBytes()).isEqualTo(written - next.offset());
        }
    }
}
