package dev.lifeboat.engine.replicate.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// A chunk while it is uploaded. It tells a broken chunk from a broken store, and ends between two reads when
/// `goOn` says so: that is how work is cancelled here, no thread is interrupted (LK-7).
final class SpoolInputStream extends FilterInputStream {
    private final Path file;
    private final BooleanSupplier goOn;

    SpoolInputStream(InputStream in, Path file, BooleanSupplier goOn) {
        super(in);
        this.file = file;
        this.goOn = goOn;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (!goOn.getAsBoolean()) {
            throw new GivenUpException();
        }
        try {
            return in.read(bytes, from, length);
        } catch (IOException e) {
            throw new LocalReadException("chunk " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 1 << 16)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }
}
