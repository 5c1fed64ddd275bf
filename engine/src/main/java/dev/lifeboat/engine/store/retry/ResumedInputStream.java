package dev.lifeboat.engine.store.retry;

import dev.lifeboat.engine.store.ObjectBytes;
import dev.lifeboat.engine.store.ReplacedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of one object, taken up again at the byte where an attempt broke off, as long as the object is the same
/// (OB-6). Given up when for `total` after a break no mebibyte has arrived.
///
/// Where the store has no entity tags the whole object is asked for again, and what was read of it already is compared
/// by its checksum.
final class ResumedInputStream extends InputStream {
    private static final long FORGIVEN_AFTER_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 64 << 10;

    private final RetryingStore store;
    private final String key;
    private final long start;
    private final Duration total;
    private final Clock clock;
    private final CRC32C seen = new CRC32C();
    private ObjectBytes bytes;
    private long position;
    private long brokenAt;
    private int breaksInPlace;
    private boolean isBehind;
    private @Nullable Instant limit;

    ResumedInputStream(RetryingStore store, String key, long start, ObjectBytes first, Duration total, Clock clock) {
        this.store = store;
        this.key = key;
        this.start = start;
        this.total = total;
        this.clock = clock;
        this.position = start;
        this.brokenAt = start;
        this.bytes = first;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        while (count > 0) {
            try {
                catchUp();
                int got = bytes.read(target, offset, count);
                if (got > 0) {
                    position += got;
                    remember(target, offset, got);
                }
                return got;
            } catch (IOException e) {
                resume(e);
            }
        }
        return 0;
    }

    private boolean isTagged() {
        return !bytes.entityTag().isEmpty();
    }

    private void remember(byte[] target, int offset, int got) {
        if (!isTagged()) {
            seen.update(target, offset, got);
        }
    }

    /// Reads again what was read already.
    private void catchUp() throws IOException {
        if (!isBehind) {
            return;
        }
        CRC32C again = new CRC32C();
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = position;
        int got = 0;
        while (left > 0 && got >= 0) {
            got = bytes.read(chunk, 0, (int) Math.min(left, chunk.length));
            again.update(chunk, 0, Math.max(got, 0));
            left -= Math.max(got, 0);
        }
        if (left > 0 || again.getValue() != seen.getValue()) {
            throw new ReplacedException(key + " was replaced while it was read");
        }
        isBehind = false;
    }

    private void resume(IOException cause) throws IOException {
        Instant now = clock.instant();
        if (position - brokenAt >= FORGIVEN_AFTER_BYTES || limit == null) {
            limit = now.plus(total);
        }
        breaksInPlace = position == brokenAt ? breaksInPlace + 1 : 0;
        brokenAt = position;
        boolean isPieceOfUntagged = !isTagged() && start > 0;
        if (RetryingStore.isAnswer(cause)
                || isPieceOfUntagged
                || Thread.currentThread().isInterrupted()) {
            throw cause;
        }
        if (now.isAfter(limit)) {
            throw store.brokenOff(cause);
        }
        bytes.close();
        try {
            again();
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    private void again() throws IOException {
        if (breaksInPlace > 0) {
            store.pauseAfter(breaksInPlace);
        }
        if (isTagged()) {
            bytes = store.reopen(key, position, bytes.entityTag());
        } else {
            bytes = store.reopen(key);
            isBehind = true;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
