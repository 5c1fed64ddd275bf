package dev.lifeboat.engine.ltx;

import java.nio.ByteBuffer;

/// Checksums of pages and databases (0.5 spec, section 1.7).
final class Checksums {
    /// Set in every stored checksum, so that none is 0.
    static final long FLAG = 1L << 63;

    private Checksums() {}

    static long page(long number, byte[] image) {
        Crc64 crc = new Crc64();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array());
        crc.update(image);
        return FLAG | crc.value();
    }

    /// Puts a page into the checksum of a database, or takes it out again.
    static long toggled(long database, long page) {
        return FLAG | database ^ page;
    }
}
