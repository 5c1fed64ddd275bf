package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads the committed transactions of a live WAL from a commit on (CP-2).
final class CommitScan {
    private CommitScan() {}

    /// What was found: where the last transaction began and ended, and how many pages the database has then (0 where
    /// nothing was committed).
    record Commits(WalCursor lastStart, WalCursor end, long pages) {}

    /// Looks, and keeps nothing.
    static Commits find(WalFile wal, WalHeader header, WalCursor from) throws IOException {
        Commit commit = new Commit(header, from);
        WalScan.resume(header, from).read(wal.from(from.offsetBytes()), (frame, raw) -> commit.see(frame, raw));
        return commit.commits();
    }

    /// Behind a frame that was checked.
    static WalCursor behind(WalHeader header, WalFrame frame, ByteBuffer raw) {
        return new WalCursor(
                frame.offsetBytes() + header.frameBytes(), new WalChecksum(raw.getInt(16), raw.getInt(20)));
    }

    /// Takes bytes of the WAL.
    @FunctionalInterface
    interface Bytes {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    /// Called for each frame that is copied; frames of a life count from zero.
    @FunctionalInterface
    interface FrameSink {
        void frame(WalFrame frame, int number);
    }

    /// Copies the frames `[from, to)`, checking each once more. False where the bytes changed since they were found.
    static boolean copy(WalFile wal, WalHeader header, WalCursor from, WalCursor to, Bytes out, FrameSink sink)
            throws IOException {
        WalScan scan = WalScan.resume(header, from);
        byte[] bytes = new byte[header.frameBytes()];
        try (InputStream in = new Limited(wal.from(from.offsetBytes()), to.offsetBytes() - from.offsetBytes())) {
            scan.read(in, (frame, raw) -> {
                raw.get(0, bytes);
                out.write(bytes, 0, bytes.length);
                sink.frame(frame, Math.toIntExact((frame.offsetBytes() - WalHeader.BYTES) / header.frameBytes()));
            });
        }
        return scan.committed().equals(to);
    }

    private static final class Commit {
        private final WalHeader header;
        private WalCursor lastStart;
        private WalCursor end;
        private long pages;

        Commit(WalHeader header, WalCursor from) {
            this.header = header;
            this.lastStart = from;
            this.end = from;
        }

        void see(WalFrame frame, ByteBuffer raw) {
            if (frame.isCommit()) {
                WalCursor here = behind(header, frame, raw);
                lastStart = end;
                end = here;
                pages = frame.commitPages();
            }
        }

        Commits commits() {
            return new Commits(lastStart, end, pages);
        }
    }

    /// The first bytes of a stream.
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int got = in.read(bytes, from, (int) Math.min(length, left));
            left -= Math.max(got, 0);
            return got;
        }
    }
}
