package dev.lifeboat.engine.lz4;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// Decodes pages of one size, each packed alone: as a bare block or as a frame (0.5 spec, section 1.3). The length is
/// known, so that nothing in the packed bytes decides how much memory is taken. For one thread.
public final class Lz4Page {
    private final LZ4SafeDecompressor decompressor =
            LZ4Factory.fastestInstance().safeDecompressor();
    private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();
    private final int pageBytes;
    private final byte[] packed;

    public Lz4Page(int pageBytes) {
        this.pageBytes = pageBytes;
        this.packed = new byte[mostPackedBytes()];
    }

    /// What a page that cannot be compressed takes.
    public int mostPackedBytes() {
        return pageBytes + pageBytes / 255 + 16;
    }

    /// Reads a block of `length` bytes, at most [#mostPackedBytes], and fills `page` with exactly one page.
    public void block(InputStream in, int length, byte[] page) throws IOException {
        fill(in, length);
        int unpacked = unpack(length, page, 0);
        if (unpacked != pageBytes) {
            throw new Lz4DamageException("a page decodes to " + unpacked + " bytes, not to " + pageBytes);
        }
    }

    /// Reads one frame and not a byte more, and fills `page` with exactly one page.
    public void frame(InputStream in, byte[] page) throws IOException {
        if (FrameDescriptor.littleEndian(in, "the magic number of a page") != Lz4FrameOutputStream.MAGIC) {
            throw new Lz4DamageException("a page does not begin with an LZ4 frame");
        }
        FrameDescriptor frame = FrameDescriptor.fields(in);
        int filled = 0;
        for (int field = size(in); field != 0; field = size(in)) {
            filled += part(in, frame, field, page, filled);
        }
        if (filled != pageBytes) {
            throw new Lz4DamageException("a page decodes to " + filled + " bytes, not to " + pageBytes);
        }
        if (frame.contentBytes() >= 0 && frame.contentBytes() != filled) {
            throw new Lz4DamageException("a frame says " + frame.contentBytes() + " bytes and holds " + filled);
        }
        if (frame.contentChecksum()
                && FrameDescriptor.littleEndian(in, "the checksum of a page") != hash.hash(page, 0, pageBytes, 0)) {
            throw new Lz4DamageException("the checksum of a page's LZ4 frame is wrong");
        }
    }

    private static int size(InputStream in) throws IOException {
        return FrameDescriptor.littleEndian(in, "the size of a block");
    }

    private int part(InputStream in, FrameDescriptor frame, int field, byte[] page, int from) throws IOException {
        int size = field & ~Lz4FrameOutputStream.STORED_BIT;
        boolean stored = field != size;
        if (size > (stored ? pageBytes - from : packed.length)) {
            throw new Lz4DamageException("a block says " + size + " bytes in a page of " + pageBytes);
        }
        fill(in, size);
        if (frame.blockChecksums() && size(in) != hash.hash(packed, 0, size, 0)) {
            throw new Lz4DamageException("the checksum of a block is wrong");
        }
        if (stored) {
            System.arraycopy(packed, 0, page, from, size);
            return size;
        }
        return frame.independentBlocks()
                ? unpack(size, page, from)
                : LinkedBlock.unpack(packed, size, page, from, pageBytes);
    }

    private void fill(InputStream in, int length) throws IOException {
        if (in.readNBytes(packed, 0, length) < length) {
            throw FrameDescriptor.cut("a page");
        }
    }

    private int unpack(int length, byte[] page, int from) throws Lz4DamageException {
        try {
            return decompressor.decompress(packed, 0, length, page, from, pageBytes - from);
        } catch (LZ4Exception e) {
            throw (Lz4DamageException) new Lz4DamageException("a page does not decode").initCause(e);
        }
    }
}
