package dev.lifeboat.rig;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash that ties each row to all rows before it: `h = sha256(previous h, n, payload)`, `n` as eight bytes, the
/// first `previous h` being 32 zeros.
public final class RowChain {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    public RowChain() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] start() {
        return new byte[32];
    }

    public byte[] next(byte[] previous, long n, byte[] payload) {
        digest.update(previous);
        digest.update(number.putLong(0, n).array());
        return digest.digest(payload);
    }
}
