package dev.lifeboat.engine.ltx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// CRC-64/GO-ISO (0.5 spec, section 1.7): reflected, x^64 + x^4 + x^3 + x + 1, all ones before and after.
///
/// The polynomial has so few terms that eight bytes are reduced by shifts, without any table: multiplying by x^64 is
/// multiplying by x^4 + x^3 + x + 1, twice, because the first time four bits stick out.
final class Crc64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long state = -1;

    void update(byte[] bytes, int from, int length) {
        long crc = state;
        int at = from;
        int end = from + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = crc ^ (long) LONGS.get(bytes, at);
            long over = word << 63 ^ word << 61 ^ word << 60;
            crc = word ^ word >>> 1 ^ word >>> 3 ^ word >>> 4 ^ over ^ over >>> 1 ^ over >>> 3 ^ over >>> 4;
        }
        for (; at < end; at++) {
            long over = (crc ^ bytes[at]) << 56;
            crc = crc >>> 8 ^ over ^ over >>> 1 ^ over >>> 3 ^ over >>> 4;
        }
        state = crc;
    }

    void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    long value() {
        return ~state;
    }
}
