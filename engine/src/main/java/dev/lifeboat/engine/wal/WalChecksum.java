package dev.lifeboat.engine.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The running checksum of a WAL (0.3 spec, section 6): two words that wrap around, fed eight bytes at a time.
public record WalChecksum(int a, int b) {
    /// Before the first byte of a WAL header.
    public static final WalChecksum START = new WalChecksum(0, 0);

    /// This checksum continued over `length` bytes of `bytes` from `from`; `length` is a multiple of eight. `order` is
    /// how the words are read, which the WAL's magic number says.
    public WalChecksum over(ByteOrder order, byte[] bytes, int from, int length) {
        if (length % 8 != 0) {
            throw new IllegalArgumentException("length is not a multiple of 8: " + length);
        }
        int[] words = new int[length / Integer.BYTES];
        ByteBuffer.wrap(bytes, from, length).order(order).asIntBuffer().get(words);
        return over(words, 0, words.length);
    }

    /// The same over words `[from, to)`, which were read in the order that the magic number says. Bytes are read
    /// in bulk and not through a VarHandle because the image compiles with C1, where each such access is a chain
    /// of calls.
    WalChecksum over(int[] words, int from, int to) {
        int x = a;
        int y = b;
        for (int i = from; i < to; i += 2) {
            x += words[i] + y;
            y += words[i + 1] + x;
        }
        return new WalChecksum(x, y);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%08x %08x", a, b);
    }
}
