package dev.lifeboat.engine.backup.generations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedInputStreamTest {
    private static final long MOST_BYTES = 3 << 20;

    /// A snapshot of 64 MiB that does not compress: everything that was allocated from first to last, and so the most
    /// at any time.
    @Test
    void anUploadNeedsThreeMebibytesWhateverItsLength() throws IOException {
        byte[] page = new byte[4096];
        new Random(1).nextBytes(page);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] sent = new byte[64 << 10];
        long before = threads.getCurrentThreadAllocatedBytes();
        long packed = 0;
        try (InputStream in = new PackedInputStream(new Repeated(page, 64 << 20))) {
            for (int got = in.read(sent); got >= 0; got = in.read(sent)) {
                packed += got;
            }
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
        assertThat(packed).isGreaterThan(1 << 20);
    }

    @Test
    void whatIsPackedIsOneFrameInSmallBlocks() throws IOException {
        byte[] content = new byte[1_000_000];
        new Random(2).nextBytes(content);
        byte[] frame = new PackedInputStream(new ByteArrayInputStream(content)).readAllBytes();
        assertThat(frame[5]).as("256 KiB, 0.3 spec 1.5 leaves the size open").isEqualTo((byte) 0x50);
        assertThat(new Lz4FrameInputStream(new ByteArrayInputStream(frame)).readAllBytes())
                .isEqualTo(content);
    }

    private static final class Repeated extends InputStream {
        private final byte[] page;
        private long left;

        Repeated(byte[] page, long length) {
            this.page = page;
            this.left = length;
        }

        @Override
        public int read() {
            return --left < 0 ? -1 : Byte.toUnsignedInt(page[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int part = (int) Math.min(Math.min(length, page.length), left);
            System.arraycopy(page, 0, bytes, from, part);
            left -= part;
            return part;
        }
    }
}
