package dev.lifeboat.engine.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The running checksum of a WAL (0.3 spec, section 6): two words that wrap around, fed eight bytes at a time.
public record WalChecksum(int a, int b) {
    /// Before the first byte of a WAL header.
    public static final WalChecksum START = new WalChecksum(0, 0);

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /// This checksum continued over `length` bytes of `bytes` from `from`; `length` is a multiple of eight. `order` is
    /// how the words are read, which the WAL's magic number says.
    public WalChecksum over(ByteOrder order, byte[] bytes, int from, int length) {
        if (length % 8 != 0) {
            throw new IllegalArgumentException("length is not a multiple of 8: " + length);
        }
        VarHandle words = order == ByteOrder.BIG_ENDIAN ? BIG : LITTLE;
        int x = a;
        int y = b;
        for (int i = from; i < from + length; i += 8) {
            x += (int) words.get(bytes, i) + y;
            y += (int) words.get(bytes, i + 4) + x;
        }
        return new WalChecksum(x, y);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%08x %08x", a, b);
    }
}
