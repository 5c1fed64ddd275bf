package dev.lifeboat.engine.ltx;

import java.io.IOException;
import java.io.InputStream;

/// The bytes of one file, read in large pieces, and how many have been taken.
final class FileInput extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private long taken;

    FileInput(InputStream in) {
        this.in = in;
    }

    /// The place of the byte that comes next.
    long offsetBytes() {
        return taken;
    }

    @Override
    public int read() throws IOException {
        if (next == end && !refill()) {
            return -1;
        }
        taken++;
        return Byte.toUnsignedInt(buffer[next++]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == end && !refill()) {
            return -1;
        }
        int part = Math.min(length, end - next);
        System.arraycopy(buffer, next, bytes, from, part);
        next += part;
        taken += part;
        return part;
    }

    private boolean refill() throws IOException {
        next = 0;
        end = Math.max(in.read(buffer, 0, buffer.length), 0);
        return end > 0;
    }

    /// Fills `bytes`; `where` says what a file that ends before that is cut in.
    void fill(byte[] bytes, int length, String where) throws IOException {
        if (readNBytes(bytes, 0, length) < length) {
            throw new LtxDamageException("it is cut short: it ends at byte " + taken + ", inside " + where);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
