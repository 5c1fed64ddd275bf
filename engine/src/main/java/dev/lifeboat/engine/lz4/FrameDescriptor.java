package dev.lifeboat.engine.lz4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.xxhash.XXHashFactory;

/// The header of an LZ4 frame behind its magic number; `contentBytes` is -1 where the frame does not say its size.
record FrameDescriptor(
        boolean independentBlocks,
        boolean blockChecksums,
        boolean contentChecksum,
        int maxBlockBytes,
        long contentBytes) {
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int LEGACY = 0x184C2102;

    /// Reads the magic number and the header. Frames to skip before it are skipped.
    static FrameDescriptor read(InputStream in) throws IOException {
        int magic = littleEndian(in, "the magic number");
        while ((magic & 0xFFFFFFF0) == SKIPPABLE) {
            in.skipNBytes(Integer.toUnsignedLong(littleEndian(in, "a frame to skip")));
            magic = littleEndian(in, "the magic number");
        }
        if (magic == LEGACY) {
            throw new Lz4DamageException("it is a legacy LZ4 frame, which has no checksum: unsupported");
        }
        if (magic != Lz4FrameOutputStream.MAGIC) {
            throw new Lz4DamageException(
                    String.format(java.util.Locale.ROOT, "it is not an LZ4 frame: it begins with %08x", magic));
        }
        return fields(in);
    }

    /// Reads the header, behind the magic number.
    static FrameDescriptor fields(InputStream in) throws IOException {
        ByteArrayOutputStream covered = new ByteArrayOutputStream();
        int flags = one(in, covered);
        int sizes = one(in, covered);
        if (flags >> 6 != 1 || (flags & 0x03) != 0 || (sizes & 0x8F) != 0 || sizes >> 4 < 4) {
            throw new Lz4DamageException("its LZ4 header is not valid");
        }
        long contentBytes = -1;
        if ((flags & 0x08) != 0) {
            ByteBuffer size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 8; i++) {
                size.put(i, (byte) one(in, covered));
            }
            contentBytes = size.getLong(0);
        }
        byte[] bytes = covered.toByteArray();
        int expected = XXHashFactory.fastestInstance().hash32().hash(bytes, 0, bytes.length, 0) >> 8 & 0xFF;
        if (one(in, covered) != expected) {
            throw new Lz4DamageException("the checksum of its LZ4 header is wrong");
        }
        return new FrameDescriptor(
                (flags & 0x20) != 0,
                (flags & 0x10) != 0,
                (flags & 0x04) != 0,
                1 << (8 + 2 * (sizes >> 4)),
                contentBytes);
    }

    private static int one(InputStream in, ByteArrayOutputStream covered) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw cut("the LZ4 header");
        }
        covered.write(value);
        return value;
    }

    static int littleEndian(InputStream in, String where) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw cut(where);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    static Lz4DamageException cut(String where) {
        return new Lz4DamageException("it is cut short: it ends inside " + where);
    }
}
