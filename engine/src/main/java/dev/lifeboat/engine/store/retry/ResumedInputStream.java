package dev.lifeboat.engine.store.retry;

import dev.lifeboat.engine.store.ObjectBytes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The bytes of one object, taken up again at the byte where an attempt broke off, as long as the object is the same
/// (OB-6). Given up when for `total` after a break no mebibyte has arrived.
final class ResumedInputStream extends InputStream {
    private static final long FORGIVEN_AFTER_BYTES = 1 << 20;

    private final RetryingStore store;
    private final String key;
    private final Duration total;
    private final Clock clock;
    private ObjectBytes bytes;
    private long position;
    private long brokenAt;
    private Instant limit = Instant.MAX;

    ResumedInputStream(RetryingStore store, String key, long position, ObjectBytes first, Duration total, Clock clock) {
        this.store = store;
        this.key = key;
        this.position = position;
        this.bytes = first;
        this.total = total;
        this.clock = clock;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        while (true) {
            try {
                int got = bytes.read(target, offset, count);
                position += Math.max(got, 0);
                return got;
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private void resume(IOException cause) throws IOException {
        Instant now = clock.instant();
        if (position - brokenAt >= FORGIVEN_AFTER_BYTES || limit.equals(Instant.MAX)) {
            limit = now.plus(total);
        }
        brokenAt = position;
        if (RetryingStore.isAnswer(cause)
                || bytes.entityTag().isEmpty()
                || now.isAfter(limit)
                || Thread.currentThread().isInterrupted()) {
            throw cause;
        }
        bytes.close();
        try {
            bytes = store.reopen(key, position, bytes.entityTag());
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
