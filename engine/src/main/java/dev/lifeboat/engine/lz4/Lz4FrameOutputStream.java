package dev.lifeboat.engine.lz4;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// Writes exactly one LZ4 frame: independent blocks, no block checksums, content checksum on (0.3 spec, section 1.5).
/// Blocks of up to 4 MiB give the very bytes that Litestream 0.3 begins its objects with; any reader takes smaller ones
/// as well, which need less memory on both sides.
///
/// `close` writes the end of the frame and closes what is below. Without `close` there is no valid frame, which is what
/// an interrupted writer should leave.
public final class Lz4FrameOutputStream extends OutputStream {
    static final int MAGIC = 0x184D2204;
    static final int STORED_BIT = 0x80000000;

    private static final byte FLAGS = 0x64;
    private static final int DESCRIPTOR_BYTES = 2;

    /// The most that one block holds.
    public enum BlockSize {
        KIB_256(5),
        MIB_4(7);

        private final int code;

        BlockSize(int code) {
            this.code = code;
        }

        int bytes() {
            return 1 << (8 + 2 * code);
        }
    }

    /// Segments are mostly a few pages: their buffers begin small and grow to a block only where it is needed.
    private static final int FIRST_BUFFER_BYTES = 64 << 10;

    private final OutputStream out;
    private final BlockSize size;
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final StreamingXXHash32 content = XXHashFactory.fastestInstance().newStreamingHash32(0);
    private byte[] block = new byte[FIRST_BUFFER_BYTES];
    private byte[] packed = new byte[0];
    private int filled;
    private boolean started;
    private boolean closed;

    public Lz4FrameOutputStream(OutputStream out) {
        this(out, BlockSize.MIB_4);
    }

    public Lz4FrameOutputStream(OutputStream out, BlockSize size) {
        this.out = out;
        this.size = size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        content.update(bytes, from, length);
        int done = 0;
        while (done < length) {
            if (filled == size.bytes()) {
                writeBlock();
            }
            int part = Math.min(length - done, size.bytes() - filled);
            makeRoom(filled + part);
            System.arraycopy(bytes, from + done, block, filled, part);
            filled += part;
            done += part;
        }
    }

    private void makeRoom(int needed) {
        if (needed > block.length) {
            block = Arrays.copyOf(block, Math.min(size.bytes(), Math.max(needed, 2 * block.length)));
        }
    }

    private void writeBlock() throws IOException {
        start();
        int most = compressor.maxCompressedLength(filled);
        if (packed.length < most) {
            packed = new byte[most];
        }
        int length = compressor.compress(block, 0, filled, packed, 0, most);
        if (length < filled) {
            writeInt(length);
            out.write(packed, 0, length);
        } else {
            writeInt(filled | STORED_BIT);
            out.write(block, 0, filled);
        }
        filled = 0;
    }

    private void start() throws IOException {
        if (!started) {
            byte[] descriptor = {FLAGS, (byte) (size.code << 4)};
            writeInt(MAGIC);
            out.write(descriptor);
            out.write(XXHashFactory.fastestInstance().hash32().hash(descriptor, 0, DESCRIPTOR_BYTES, 0) >> 8);
            started = true;
        }
    }

    private void writeInt(int value) throws IOException {
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out;
                content) {
            start();
            if (filled > 0) {
                writeBlock();
            }
            writeInt(0);
            writeInt(content.getValue());
        }
    }
}
