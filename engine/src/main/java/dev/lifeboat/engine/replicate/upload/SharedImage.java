package dev.lifeboat.engine.replicate.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A snapshot source in the hands of several lanes. When `revoke` has returned nobody reads it any more and
/// nobody will: the database below may be closed.
final class SharedImage {
    private static final Logger LOG = LoggerFactory.getLogger(SharedImage.class);

    private final SnapshotSource source;
    private int holders;
    private boolean closed;

    SharedImage(SnapshotSource source, int holders) {
        this.source = source;
        this.holders = holders;
    }

    long lengthBytes() {
        return source.lengthBytes();
    }

    synchronized void release() {
        holders--;
        if (holders <= 0) {
            close();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void revoke() {
        close();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            source.close();
        } catch (IOException e) {
            LOG.warn("closing a snapshot: {}", e.toString());
        }
    }

    /// The pages, for one attempt; it ends between two reads when `goOn` says so.
    synchronized InputStream open(BooleanSupplier goOn) throws IOException {
        requireOpen(goOn);
        return new Pages(LocalReadException.opening(source, "the snapshot"), goOn);
    }

    private void requireOpen(BooleanSupplier goOn) throws IOException {
        if (closed || !goOn.getAsBoolean()) {
            throw new GivenUpException();
        }
    }

    private final class Pages extends InputStream {
        private final InputStream in;
        private final BooleanSupplier goOn;

        Pages(InputStream in, BooleanSupplier goOn) {
            this.in = in;
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, bytes.length);
            synchronized (SharedImage.this) {
                requireOpen(goOn);
                try {
                    return in.read(bytes, from, length);
                } catch (IOException e) {
                    throw new LocalReadException("the snapshot cannot be read: " + e.getMessage(), e);
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
