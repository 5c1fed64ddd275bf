package dev.lifeboat.engine.replicate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/// Ends an upload between two reads when a flag says so. That is how work is cancelled here: no thread is interrupted
/// (LK-7).
final class StoppableInputStream extends FilterInputStream {
    private final BooleanSupplier goOn;

    StoppableInputStream(InputStream in, BooleanSupplier goOn) {
        super(in);
        this.goOn = goOn;
    }

    static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped");
        }
    }

    @Override
    public int read() throws IOException {
        check();
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        check();
        return in.read(bytes, from, length);
    }

    private void check() throws IOException {
        if (!goOn.getAsBoolean()) {
            throw new StoppedException();
        }
    }
}
