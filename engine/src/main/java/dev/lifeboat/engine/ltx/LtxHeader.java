package dev.lifeboat.engine.ltx;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Txid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/// The first 100 bytes of a file (0.5 spec, section 1.1): the database has `commitPages` pages after `max`, which was
/// captured at `timestamp`. `tracksChecksums` says that checksums of the whole database are in the file.
public record LtxHeader(
        PageSize pageSize, long commitPages, Txid min, Txid max, Instant timestamp, boolean tracksChecksums) {
    public static final int BYTES = 100;

    private static final byte[] MAGIC = "LTX1".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_CHECKSUM = 2;

    /// A file that covers the history from its first transaction has to hold every page.
    public boolean isSnapshot() {
        return min.value() == 1;
    }

    /// Reads the header and holds it to all its rules. `bytes` may be shorter than a header: a file that was cut.
    public static LtxHeader read(byte[] bytes) throws LtxDamageException {
        if (bytes.length == 0) {
            throw new LtxDamageException("it is empty");
        }
        if (bytes.length < BYTES) {
            throw new LtxDamageException("it is cut short: it ends at byte " + bytes.length + ", inside its header");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (byte letter : MAGIC) {
            require(in.get() == letter, "it is not an LTX file: it does not begin with LTX1");
        }
        int flags = in.getInt();
        require((flags & ~NO_CHECKSUM) == 0, String.format(Locale.ROOT, "its flags are unknown: %08x", flags));
        long pageSize = Integer.toUnsignedLong(in.getInt());
        require(PageSize.isValid(pageSize), "its page size is not valid: " + pageSize);
        long commit = Integer.toUnsignedLong(in.getInt());
        long min = in.getLong();
        long max = in.getLong();
        require(min >= 1 && max >= min, "its transactions are not valid: " + hex(min) + " to " + hex(max));
        Instant timestamp = Instant.ofEpochMilli(in.getLong());
        boolean tracks = (flags & NO_CHECKSUM) == 0;
        checksum(in.getLong(), tracks, min == 1);
        walPlace(in.getLong(), in.getLong(), in.getInt(), in.getInt());
        return new LtxHeader(new PageSize((int) pageSize), commit, new Txid(min), new Txid(max), timestamp, tracks);
    }

    private static void checksum(long before, boolean tracks, boolean snapshot) throws LtxDamageException {
        require(
                tracks && !snapshot ? before < 0 : before == 0,
                "the checksum of the database before it is not valid: " + hex(before));
    }

    private static void walPlace(long offset, long size, int firstSalt, int secondSalt) throws LtxDamageException {
        boolean isValid = offset >= 0 && size >= 0 && (offset != 0 || size == 0 && firstSalt == 0 && secondSalt == 0);
        require(isValid, "its place in the WAL is not valid: offset " + offset + ", " + size + " bytes");
    }

    private static void require(boolean holds, String reason) throws LtxDamageException {
        if (!holds) {
            throw new LtxDamageException(reason);
        }
    }

    private static String hex(long number) {
        return String.format(Locale.ROOT, "%016x", number);
    }
}
