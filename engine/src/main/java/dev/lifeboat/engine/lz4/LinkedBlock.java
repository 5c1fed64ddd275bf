package dev.lifeboat.engine.lz4;

/// Decodes an LZ4 block that may refer to bytes decoded before it (lz4 block format). No known backup tool writes such
/// blocks, `lz4` does by default; the native decoder of the library refuses them.
final class LinkedBlock {
    private static final int MIN_MATCH = 4;

    private final byte[] from;
    private final int size;
    private final byte[] to;
    private int in;
    private int out;

    private LinkedBlock(byte[] from, int size, byte[] to, int out) {
        this.from = from;
        this.size = size;
        this.to = to;
        this.out = out;
    }

    /// Decodes `size` bytes of `from` into `to` from `start`, at most to `limit`; returns the number of bytes decoded.
    static int unpack(byte[] from, int size, byte[] to, int start, int limit) throws Lz4DamageException {
        LinkedBlock block = new LinkedBlock(from, size, to, start);
        block.run(limit);
        return block.out - start;
    }

    private void run(int limit) throws Lz4DamageException {
        while (in < size) {
            int token = next();
            int literals = length(token >> 4);
            check(literals <= size - in && literals <= limit - out);
            System.arraycopy(from, in, to, out, literals);
            in += literals;
            out += literals;
            if (in == size) {
                return;
            }
            int distance = next() | next() << 8;
            int match = length(token & 15) + MIN_MATCH;
            check(distance > 0 && distance <= out && match <= limit - out);
            for (int i = 0; i < match; i++, out++) {
                to[out] = to[out - distance];
            }
        }
        check(false);
    }

    private int length(int nibble) throws Lz4DamageException {
        int length = nibble;
        int more = nibble == 15 ? 255 : 0;
        while (more == 255) {
            more = next();
            length += more;
            check(length >= 0);
        }
        return length;
    }

    private int next() throws Lz4DamageException {
        check(in < size);
        return Byte.toUnsignedInt(from[in++]);
    }

    private static void check(boolean good) throws Lz4DamageException {
        if (!good) {
            throw new Lz4DamageException("a block does not decode");
        }
    }
}
