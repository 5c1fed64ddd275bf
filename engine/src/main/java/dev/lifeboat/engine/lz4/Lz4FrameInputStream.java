package dev.lifeboat.engine.lz4;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// Reads exactly one LZ4 frame and holds it to all that it says about itself: header checksum, block sizes,
/// content size, content checksum, and nothing behind its end (0.3 spec, section 1.5: the usual reader returns
/// the first of two frames and says nothing).
///
/// Anything else is a [Lz4DamageException]; an object without any byte is one too. The end of the stream is only
/// reported after everything was checked: who has not read `-1` has verified nothing. Holds one block in memory.
public final class Lz4FrameInputStream extends InputStream {
    private static final int WINDOW_BYTES = 64 << 10;

    private final InputStream in;
    private final LZ4SafeDecompressor decompressor =
            LZ4Factory.fastestInstance().safeDecompressor();
    private final StreamingXXHash32 content = XXHashFactory.fastestInstance().newStreamingHash32(0);
    private final FrameDescriptor frame;

    /// What is decoded: for linked blocks the window of earlier bytes first, then `[next, end)` of the current
    /// block.
    private byte[] decoded = new byte[0];

    private byte[] packed = new byte[0];
    private int next;
    private int end;
    private long total;
    private boolean finished;

    public Lz4FrameInputStream(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, WINDOW_BYTES);
        this.in.mark(1);
        if (this.in.read() < 0) {
            throw new Lz4DamageException("it is empty");
        }
        this.in.reset();
        this.frame = FrameDescriptor.read(this.in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (next == end && !finished) {
            readBlock();
        }
        if (next == end) {
            return -1;
        }
        int part = Math.min(length, end - next);
        System.arraycopy(decoded, next, bytes, from, part);
        next += part;
        return part;
    }

    private void readBlock() throws IOException {
        int field = FrameDescriptor.littleEndian(in, "the size of a block");
        if (field == 0) {
            finish();
            return;
        }
        boolean stored = (field & Lz4FrameOutputStream.STORED_BIT) != 0;
        int size = field & ~Lz4FrameOutputStream.STORED_BIT;
        if (size > frame.maxBlockBytes()) {
            throw new Lz4DamageException("a block says " + size + " bytes, the most is " + frame.maxBlockBytes());
        }
        fill(size);
        int window = frame.independentBlocks() ? 0 : Math.min(end, WINDOW_BYTES);
        int length = stored ? copy(size, window) : unpack(size, window);
        next = window;
        end = window + length;
        total += length;
        content.update(decoded, next, length);
    }

    private void fill(int size) throws IOException {
        if (packed.length < size) {
            packed = new byte[size];
        }
        if (in.readNBytes(packed, 0, size) < size) {
            throw FrameDescriptor.cut("a block");
        }
        if (frame.blockChecksums()) {
            int said = FrameDescriptor.littleEndian(in, "the checksum of a block");
            if (XXHashFactory.fastestInstance().hash32().hash(packed, 0, size, 0) != said) {
                throw new Lz4DamageException("the checksum of a block is wrong");
            }
        }
    }

    /// Makes room for a block behind the window: linked blocks refer to the 64 KiB before them.
    private void makeRoom(int window, int length) {
        byte[] target = decoded.length < window + length ? new byte[window + length] : decoded;
        System.arraycopy(decoded, end - window, target, 0, window);
        decoded = target;
        end = window;
    }

    private int copy(int size, int window) {
        makeRoom(window, size);
        System.arraycopy(packed, 0, decoded, window, size);
        return size;
    }

    private int unpack(int size, int window) throws Lz4DamageException {
        int most = Math.toIntExact(Math.min(frame.maxBlockBytes(), 255L * size));
        if (!frame.independentBlocks()) {
            makeRoom(window, most);
            return LinkedBlock.unpack(packed, size, decoded, window, window + most);
        }
        // A block does not say its length. Segments are small: 4 MiB for each of thousands is what costs, not a second
        // try.
        int guess = Math.min(most, 4 * size + WINDOW_BYTES);
        try {
            makeRoom(0, guess);
            return decompressor.decompress(packed, 0, size, decoded, 0, guess);
        } catch (LZ4Exception e) {
            return unpackLarge(size, most);
        }
    }

    private int unpackLarge(int size, int most) throws Lz4DamageException {
        try {
            makeRoom(0, most);
            return decompressor.decompress(packed, 0, size, decoded, 0, most);
        } catch (LZ4Exception e) {
            throw (Lz4DamageException) new Lz4DamageException("a block does not decode").initCause(e);
        }
    }

    private void finish() throws IOException {
        if (frame.contentChecksum()) {
            int said = FrameDescriptor.littleEndian(in, "the content checksum");
            if (content.getValue() != said) {
                throw new Lz4DamageException("the checksum of its content is wrong");
            }
        }
        if (frame.contentBytes() >= 0 && frame.contentBytes() != total) {
            throw new Lz4DamageException("it says " + frame.contentBytes() + " bytes and holds " + total);
        }
        if (in.read() >= 0) {
            throw new Lz4DamageException("there are bytes behind the end of its LZ4 frame");
        }
        finished = true;
    }

    @Override
    public void close() throws IOException {
        try (in) {
            content.close();
        }
    }
}
