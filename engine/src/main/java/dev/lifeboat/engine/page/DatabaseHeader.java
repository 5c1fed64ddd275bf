package dev.lifeboat.engine.page;

import dev.lifeboat.engine.PageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The fields of the first 100 bytes of a database file that recovery needs (sqlite.org/fileformat2.html, 1.3).
///
/// `pageCount` is what the header claims (unsigned); it counts only while `changeCounter` equals `versionValidFor`.
/// `freePages` are those of the file that hold nothing. In WAL mode `writeVersion` and `readVersion` are 2.
public record DatabaseHeader(
        PageSize pageSize,
        int writeVersion,
        int readVersion,
        int reservedBytes,
        long changeCounter,
        long pageCount,
        long freePages,
        long schemaCookie,
        long versionValidFor) {
    public static final int BYTES = 100;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /// What the first bytes of a file say.
    public sealed interface Reading {
        record Header(DatabaseHeader header) implements Reading {}

        /// `reason` completes the sentence "not a database: …".
        record NotADatabase(String reason) implements Reading {}
    }

    /// Reads the header from `first`, which holds the first bytes of the file; its position is left alone.
    public static Reading read(ByteBuffer first) {
        if (first.remaining() == 0) {
            return new Reading.NotADatabase("it is empty");
        }
        if (first.remaining() < BYTES) {
            return new Reading.NotADatabase("it has " + first.remaining() + " bytes, a header has " + BYTES);
        }
        ByteBuffer bytes = first.slice();
        byte[] magic = new byte[MAGIC.length];
        bytes.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            return new Reading.NotADatabase("it does not begin with \"SQLite format 3\"");
        }
        int stored = Short.toUnsignedInt(bytes.getShort(16));
        int pageBytes = stored == 1 ? 65536 : stored;
        if (!PageSize.isValid(pageBytes)) {
            return new Reading.NotADatabase("its header says page size " + pageBytes);
        }
        return new Reading.Header(new DatabaseHeader(
                new PageSize(pageBytes),
                Byte.toUnsignedInt(bytes.get(18)),
                Byte.toUnsignedInt(bytes.get(19)),
                Byte.toUnsignedInt(bytes.get(20)),
                unsigned(bytes, 24),
                unsigned(bytes, 28),
                unsigned(bytes, 36),
                unsigned(bytes, 40),
                unsigned(bytes, 92)));
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    public boolean isWal() {
        return writeVersion == 2 && readVersion == 2;
    }

    /// Whether `pageCount` can be believed: versions of SQLite before 3.7.0 do not maintain it.
    public boolean pageCountIsValid() {
        return pageCount > 0 && changeCounter == versionValidFor;
    }
}
