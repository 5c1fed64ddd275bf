package dev.lifeboat.engine.ltx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/// Writes LTX files for tests, right ones and wrong ones: every field can be set to what no writer would write.
public final class LtxBytes {
    /// How pages are packed.
    public enum Encoding {
        BLOCK,
        FRAME,
        STORED_FRAME
    }

    private final int pageBytes;
    private final int commit;
    private final long min;
    private final long max;
    public int flags = 2;
    public int declaredPageBytes;
    public long timestamp = 1700000000123L;
    public long before;
    public long after;
    public long walOffset;
    public long walBytes;
    public int salt1;
    public int salt2;
    public Encoding encoding = Encoding.BLOCK;
    public int pageFlags = -1;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private final Crc64 crc = new Crc64();

    public LtxBytes(int pageBytes, int commit, long min, long max) {
        this.pageBytes = pageBytes;
        this.declaredPageBytes = pageBytes;
        this.commit = commit;
        this.min = min;
        this.max = max;
    }

    /// The page of the 0.5 spec, section 8.1: sixteen bytes that count up, then zeros.
    public static byte[] page(int pageBytes, int seed) {
        byte[] page = new byte[pageBytes];
        for (int i = 0; i < 16; i++) {
            page[i] = (byte) (seed + i);
        }
        return page;
    }

    /// The page of section 8.1 that cannot be compressed.
    public static byte[] noise(int pageBytes) {
        byte[] page = new byte[pageBytes];
        int x = 12345;
        for (int i = 0; i < pageBytes; i++) {
            x = x * 1664525 + 1013904223;
            page[i] = (byte) (x >>> 24);
        }
        return page;
    }

    public LtxBytes header() {
        ByteBuffer header = ByteBuffer.allocate(100);
        header.put("LTX1".getBytes(StandardCharsets.US_ASCII));
        header.putInt(flags)
                .putInt(declaredPageBytes)
                .putInt(commit)
                .putLong(min)
                .putLong(max)
                .putLong(timestamp);
        header.putLong(before)
                .putLong(walOffset)
                .putLong(walBytes)
                .putInt(salt1)
                .putInt(salt2);
        covered(header.array());
        return this;
    }

    public LtxBytes page(long number, byte[] image) {
        long start = out.size();
        int ownFlags = encoding == Encoding.BLOCK ? 1 : 0;
        covered(ByteBuffer.allocate(6)
                .putInt((int) number)
                .putShort((short) (pageFlags < 0 ? ownFlags : pageFlags))
                .array());
        byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(image);
        switch (encoding) {
            case BLOCK -> {
                covered(ByteBuffer.allocate(4).putInt(packed.length).array());
                out.writeBytes(packed);
            }
            case FRAME -> frame(packed, 0, image);
            case STORED_FRAME -> frame(image, 0x80000000, image);
        }
        crc.update(image);
        varint(number);
        varint(start);
        varint(out.size() - start);
        return this;
    }

    private void frame(byte[] block, int bit, byte[] image) {
        int content = XXHashFactory.safeInstance().hash32().hash(image, 0, image.length, 0);
        out.writeBytes(new byte[] {0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, (byte) 0xA7});
        out.writeBytes(little(block.length | bit));
        out.writeBytes(block);
        out.writeBytes(little(0));
        out.writeBytes(little(content));
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private void varint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            index.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        index.write((int) rest);
    }

    public byte[] end() {
        covered(new byte[6]);
        index.write(0);
        byte[] entries = index.toByteArray();
        covered(entries);
        covered(ByteBuffer.allocate(8).putLong(entries.length).array());
        covered(ByteBuffer.allocate(8).putLong(after).array());
        out.writeBytes(
                ByteBuffer.allocate(8).putLong(Checksums.FLAG | crc.value()).array());
        return out.toByteArray();
    }

    private void covered(byte[] bytes) {
        crc.update(bytes);
        out.writeBytes(bytes);
    }

    /// A whole file with right checksums over its pages from `first` on.
    public byte[] whole(long first, byte[]... images) {
        header();
        long number = first;
        for (byte[] image : images) {
            page(number++, image);
        }
        return end();
    }

    static byte[] cut(byte[] file, int length) {
        return Arrays.copyOf(file, length);
    }
}
