package dev.lifeboat.engine.ltx;

/// The page index that the pages of a file must have (0.5 spec, section 1.5), as a digest: it stands behind the pages,
/// and keeping it until then would take memory that grows with the database.
final class ExpectedIndex {
    private static final int MOST_ENTRY_BYTES = 30;

    private final Crc64 digest = new Crc64();
    private final byte[] entry = new byte[MOST_ENTRY_BYTES];
    private long bytes;
    private int length;

    void add(long page, long offsetBytes, long sizeBytes) {
        length = 0;
        put(page);
        put(offsetBytes);
        put(sizeBytes);
        digest.update(entry, 0, length);
        bytes += length;
    }

    private void put(long number) {
        long rest = number;
        while (rest >= 0x80) {
            entry[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        entry[length++] = (byte) rest;
    }

    /// How long the entries are, without the zero that ends them.
    long bytes() {
        return bytes;
    }

    boolean matches(Crc64 found) {
        return digest.value() == found.value();
    }
}
