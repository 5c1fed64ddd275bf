package dev.lifeboat.rig.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Reads no faster than so many bytes a second, 0 for as fast as can be.
final class ThrottledInput extends FilterInputStream {
    private static final int PIECE_BYTES = 4096;

    private final LongSupplier bytesPerSecond;

    ThrottledInput(InputStream in, LongSupplier bytesPerSecond) {
        super(in);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        long limit = bytesPerSecond.getAsLong();
        int count = super.read(to, offset, limit == 0 ? length : Math.min(length, PIECE_BYTES));
        pause(Math.max(count, 0), limit);
        return count;
    }

    static void pause(int bytes, long bytesPerSecond) {
        if (bytesPerSecond > 0) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
