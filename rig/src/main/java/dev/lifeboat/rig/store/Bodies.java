package dev.lifeboat.rig.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// The body of a request in its three wrappings: by length, in chunks of HTTP, in signed chunks of S3.
final class Bodies {
    private Bodies() {}

    static InputStream of(InputStream in, Map<String, String> headers) {
        InputStream whole = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? new Chunked(in)
                : new Counted(in, Long.parseLong(headers.getOrDefault("content-length", "0")));
        boolean signedChunks = headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
        return signedChunks ? new Chunked(whole) : whole;
    }

    private static final class Counted extends InputStream {
        private final InputStream in;
        private long left;

        Counted(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(to, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException(left + " bytes of a body are missing");
            }
            left -= count;
            return count;
        }
    }

    /// `size[;signature]`, the bytes, until a size of 0; then trailers until an empty line or the end.
    private static final class Chunked extends InputStream {
        private final InputStream in;
        private long left;
        private boolean isFirst = true;
        private boolean isOver;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0 && !isOver) {
                begin();
            }
            if (isOver) {
                return -1;
            }
            int count = in.read(to, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException(left + " bytes of a chunk are missing");
            }
            left -= count;
            return count;
        }

        private void begin() throws IOException {
            if (!isFirst) {
                Request.line(in);
            }
            isFirst = false;
            String size = Request.line(in).split(";")[0].strip();
            left = Long.parseLong(size, 16);
            if (left == 0) {
                isOver = true;
                while (!Request.line(in).isEmpty()) {
                    // Trailers carry checksums, which the client learns again from the answer.
                }
            }
        }
    }
}
