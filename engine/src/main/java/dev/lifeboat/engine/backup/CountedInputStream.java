package dev.lifeboat.engine.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how many bytes have been read so far, for progress.
public final class CountedInputStream extends FilterInputStream {
    private final LongConsumer told;
    private long total;

    /// `told` gets the total after each read.
    public CountedInputStream(InputStream in, LongConsumer told) {
        super(in);
        this.told = told;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        count(read);
        return read;
    }

    private void count(int read) {
        if (read > 0) {
            total += read;
            told.accept(total);
        }
    }
}
