package dev.lifeboat.rig;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/// Objects that are small and say, or become, something very large.
final class Bomb {
    private static final int BLOCK_BYTES = 4 << 20;
    private static final int STORED = 0x80000000;
    private static final byte[] DESCRIPTOR = {0x60, 0x70};
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int WAL_HEADER_BYTES = 32;

    private Bomb() {}

    /// A snapshot that begins with `first` and goes on with `mebibytes` of zeros.
    static void snapshot(Path object, byte[] first, int mebibytes) throws IOException {
        byte[] zeros = LZ4Factory.fastestInstance().fastCompressor().compress(new byte[BLOCK_BYTES]);
        try (OutputStream out = frame(object)) {
            number(out, first.length | STORED);
            out.write(first);
            for (int written = 0; written < mebibytes; written += BLOCK_BYTES >> 20) {
                number(out, zeros.length);
                out.write(zeros);
            }
            number(out, 0);
        }
    }

    /// A segment at the beginning of an index: one transaction of `frames` frames whose commit never comes. Its salts
    /// and checksums are right.
    static void segment(Path object, int pageBytes, int frames) throws IOException {
        Wal wal = new Wal(pageBytes);
        int together = BLOCK_BYTES / (FRAME_HEADER_BYTES + pageBytes);
        try (OutputStream out = frame(object)) {
            block(out, wal.header());
            for (int written = 0; written < frames; written += together) {
                ByteBuffer block = ByteBuffer.allocate(together * (FRAME_HEADER_BYTES + pageBytes));
                while (block.hasRemaining()) {
                    block.put(wal.frame());
                }
                block(out, block.array());
            }
            number(out, 0);
        }
    }

    /// A file of the LTX format that is its header and the beginning of one page.
    static void ltx(Path object, int pageBytes, int commitPages, int saidBytes) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(200);
        file.put("LTX1".getBytes(StandardCharsets.US_ASCII));
        file.putInt(2)
                .putInt(pageBytes)
                .putInt(commitPages)
                .putLong(1)
                .putLong(1)
                .putLong(1_700_000_000_000L);
        file.position(100).putInt(1).putShort((short) 1).putInt(saidBytes);
        Files.createDirectories(object.getParent());
        Files.write(object, file.array());
    }

    private static OutputStream frame(Path object) throws IOException {
        Files.createDirectories(object.getParent());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(object), 1 << 20);
        number(out, 0x184D2204);
        out.write(DESCRIPTOR);
        out.write(XXHashFactory.fastestInstance().hash32().hash(DESCRIPTOR, 0, 2, 0) >> 8);
        return out;
    }

    private static void block(OutputStream out, byte[] content) throws IOException {
        byte[] packed = LZ4Factory.fastestInstance().fastCompressor().compress(content);
        number(out, packed.length);
        out.write(packed);
    }

    private static void number(OutputStream out, int value) throws IOException {
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /// A WAL that writes page 2 over and over (sqlite.org/fileformat2.html, 4).
    private static final class Wal {
        private final ByteBuffer frame;
        private int first;
        private int second;

        Wal(int pageBytes) {
            this.frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + pageBytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        byte[] header() {
            ByteBuffer header = ByteBuffer.allocate(WAL_HEADER_BYTES);
            header.putInt(0x377F0682)
                    .putInt(3007000)
                    .putInt(frame.capacity() - FRAME_HEADER_BYTES)
                    .putInt(0);
            header.putInt(7).putInt(8);
            sum(header.duplicate().order(ByteOrder.LITTLE_ENDIAN), 0, FRAME_HEADER_BYTES);
            return header.putInt(first).putInt(second).array();
        }

        byte[] frame() {
            frame.order(ByteOrder.BIG_ENDIAN)
                    .putInt(0, 2)
                    .putInt(4, 0)
                    .putInt(8, 7)
                    .putInt(12, 8);
            frame.order(ByteOrder.LITTLE_ENDIAN);
            sum(frame, 0, 8);
            sum(frame, FRAME_HEADER_BYTES, frame.capacity());
            frame.order(ByteOrder.BIG_ENDIAN).putInt(16, first).putInt(20, second);
            return frame.array();
        }

        private void sum(ByteBuffer bytes, int from, int to) {
            for (int at = from; at < to; at += 8) {
                first += bytes.getInt(at) + second;
                second += bytes.getInt(at + 4) + first;
            }
        }
    }
}
