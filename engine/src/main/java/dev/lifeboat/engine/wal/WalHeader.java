package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// The 32 bytes a WAL begins with (0.3 spec, section 6). Other bytes here mean another life of the WAL.
///
/// `checksumOrder` is the order in which the checksum reads its words; all fields themselves are big-endian.
public record WalHeader(
        ByteOrder checksumOrder,
        PageSize pageSize,
        int checkpointSequence,
        int salt1,
        int salt2,
        WalChecksum checksum) {
    public static final int BYTES = 32;

    private static final int MAGIC_LITTLE = 0x377F0682;
    private static final int MAGIC_BIG = 0x377F0683;
    private static final int VERSION = 3007000;
    private static final int CHECKED_BYTES = 24;

    /// What 32 bytes say. A live WAL can be caught while its header is being written: read it again later.
    public sealed interface Reading {
        record Header(WalHeader header) implements Reading {}

        /// `reason` completes the sentence "not a WAL header: …".
        record NotAWal(String reason) implements Reading {}
    }

    /// A header with the right checksum.
    public static WalHeader of(ByteOrder order, PageSize pageSize, int checkpointSequence, int salt1, int salt2) {
        WalHeader open = new WalHeader(order, pageSize, checkpointSequence, salt1, salt2, WalChecksum.START);
        WalChecksum sum = WalChecksum.START.over(order, open.encode(), 0, CHECKED_BYTES);
        return new WalHeader(order, pageSize, checkpointSequence, salt1, salt2, sum);
    }

    public static Reading read(byte[] bytes) {
        if (bytes.length < BYTES) {
            return new Reading.NotAWal("it has " + bytes.length + " bytes, a header has " + BYTES);
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        int magic = fields.getInt(0);
        if (magic != MAGIC_LITTLE && magic != MAGIC_BIG) {
            return new Reading.NotAWal(String.format(Locale.ROOT, "it begins with %08x", magic));
        }
        if (fields.getInt(4) != VERSION) {
            return new Reading.NotAWal("unsupported version " + Integer.toUnsignedString(fields.getInt(4)));
        }
        long pageBytes = Integer.toUnsignedLong(fields.getInt(8));
        if (!PageSize.isValid(pageBytes)) {
            return new Reading.NotAWal("it says page size " + pageBytes);
        }
        ByteOrder order = magic == MAGIC_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        WalChecksum stored = new WalChecksum(fields.getInt(24), fields.getInt(28));
        WalChecksum computed = WalChecksum.START.over(order, bytes, 0, CHECKED_BYTES);
        if (!stored.equals(computed)) {
            return new Reading.NotAWal("its checksum is " + stored + ", its bytes give " + computed);
        }
        PageSize size = new PageSize((int) pageBytes);
        return new Reading.Header(
                new WalHeader(order, size, fields.getInt(12), fields.getInt(16), fields.getInt(20), stored));
    }

    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(checksumOrder == ByteOrder.BIG_ENDIAN ? MAGIC_BIG : MAGIC_LITTLE)
                .putInt(VERSION)
                .putInt(pageSize.bytes())
                .putInt(checkpointSequence)
                .putInt(salt1)
                .putInt(salt2)
                .putInt(checksum.a())
                .putInt(checksum.b())
                .array();
    }

    /// Bytes of one frame: its header and its page.
    public int frameBytes() {
        return WalFrame.HEADER_BYTES + pageSize.bytes();
    }

    /// Whether `offsetBytes` is the end of the header or of a frame.
    public boolean isFrameBoundary(long offsetBytes) {
        return offsetBytes >= BYTES && (offsetBytes - BYTES) % frameBytes() == 0;
    }
}
