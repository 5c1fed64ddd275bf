package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream.BlockSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The LZ4 frame of another stream, made while it is read: a store that asks for bytes gets them packed, and nothing
/// lies on disk in between. Holds one LZ4 block of 256 KiB and its packed form twice.
final class PackedInputStream extends InputStream {
    private static final int CHUNK_BYTES = 64 << 10;

    private final InputStream raw;
    private final Window window = new Window();
    private final OutputStream frame = new Lz4FrameOutputStream(window, BlockSize.KIB_256);
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private boolean ended;

    PackedInputStream(InputStream raw) {
        this.raw = raw;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (window.isEmpty() && !ended) {
            pack();
        }
        return window.take(bytes, from, length);
    }

    private void pack() throws IOException {
        window.clear();
        int got = raw.read(chunk);
        if (got >= 0) {
            frame.write(chunk, 0, got);
        } else {
            frame.close();
            ended = true;
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    /// What was packed and not taken yet.
    private static final class Window extends ByteArrayOutputStream {
        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        void clear() {
            reset();
            taken = 0;
        }

        int take(byte[] bytes, int from, int length) {
            if (isEmpty()) {
                return -1;
            }
            int part = Math.min(length, count - taken);
            System.arraycopy(buf, taken, bytes, from, part);
            taken += part;
            return part;
        }
    }
}
