package dev.lifeboat.bench.restore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import net.jpountz.lz4.LZ4Factory;

/// The pages of one transaction and how many the database has after it, as a file of Litestream 0.5 in the block
/// encoding, without running checksums.
record LtxFile(int commit, SortedMap<Integer, byte[]> pages) {
    private static final long FIRST_TIME = 1_700_000_000_000L;
    private static final long CHECKSUM_FLAG = 1L << 63;
    private static final int NO_RUNNING_CHECKSUM = 2;

    void write(long txid, int pageBytes, ByteArrayOutputStream out) {
        Crc crc = new Crc();
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(100);
        header.put("LTX1".getBytes(StandardCharsets.US_ASCII))
                .putInt(NO_RUNNING_CHECKSUM)
                .putInt(pageBytes)
                .putInt(commit)
                .putLong(txid)
                .putLong(txid)
                .putLong(FIRST_TIME + 1000 * txid);
        covered(header.array(), crc, out);
        for (Map.Entry<Integer, byte[]> page : pages.entrySet()) {
            int start = out.size();
            byte[] packed = LZ4Factory.fastestInstance().fastCompressor().compress(page.getValue());
            covered(
                    ByteBuffer.allocate(10)
                            .putInt(page.getKey())
                            .putShort((short) 1)
                            .putInt(packed.length)
                            .array(),
                    crc,
                    out);
            out.writeBytes(packed);
            crc.update(page.getValue());
            varint(page.getKey(), index);
            varint(start, index);
            varint(out.size() - start, index);
        }
        index.write(0);
        covered(new byte[6], crc, out);
        covered(index.toByteArray(), crc, out);
        covered(ByteBuffer.allocate(16).putLong(index.size()).array(), crc, out);
        out.writeBytes(
                ByteBuffer.allocate(8).putLong(CHECKSUM_FLAG | crc.value()).array());
    }

    private static void covered(byte[] bytes, Crc crc, ByteArrayOutputStream out) {
        crc.update(bytes);
        out.writeBytes(bytes);
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// CRC-64 of ISO 3309.
    private static final class Crc {
        private static final long POLYNOMIAL = 0xD800000000000000L;
        private final long[] table = new long[256];
        private long state = -1;

        private Crc() {
            for (int i = 0; i < table.length; i++) {
                long entry = i;
                for (int bit = 0; bit < 8; bit++) {
                    entry = (entry & 1) == 0 ? entry >>> 1 : entry >>> 1 ^ POLYNOMIAL;
                }
                table[i] = entry;
            }
        }

        private void update(byte[] bytes) {
            for (byte each : bytes) {
                state = table[(int) (state ^ each) & 0xff] ^ state >>> 8;
            }
        }

        private long value() {
            return ~state;
        }
    }
}
