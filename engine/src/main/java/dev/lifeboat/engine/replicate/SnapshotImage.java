package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WatchedFile;
import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The database as it was at one commit, page by page: its file overlaid by the frames up to that commit. It reads the
/// same bytes each time it is opened, for as long as the read mark of its generation stands.
///
/// Why that is exact and not fuzzy. Let M be what was committed when the read mark was taken, and P >= M the commit
/// this image shows. As long as the mark stands nobody can back-fill a frame behind M, so whatever a checkpoint of the
/// application writes into the file while we read it are pages of frames before M; each of those pages has a frame in
/// [0, P), and the overlay replaces it. All other pages rest. On slot 0 everything up to M lay in the file already
/// and nothing is back-filled at all. The frames are read from our own copy: a restart of the live WAL does not
/// matter.
record SnapshotImage(WatchedFile file, int pageBytes, long lengthBytes, Optional<Overlay> overlay) implements Body {
    /// About a megabyte a read; a page of any size divides it.
    private static final int CHUNK_BYTES = 1 << 20;

    /// The frames of `wal`, which holds one WAL life from its first byte.
    record Overlay(Spool.Segment wal, PageOverlay pages) {}

    @Override
    public InputStream open() throws IOException {
        return new Pages();
    }

    private final class Pages extends InputStream {
        private final Optional<RandomAccessFile> frames;
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private long chunkStart;
        private int chunkLength;
        private int taken;

        Pages() throws IOException {
            frames = overlay.isPresent() ? Optional.of(overlay.get().wal().openForPages()) : Optional.empty();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, bytes.length);
            if (taken == chunkLength && !next()) {
                return -1;
            }
            int part = Math.min(length, chunkLength - taken);
            System.arraycopy(chunk, taken, bytes, from, part);
            taken += part;
            return part;
        }

        private boolean next() throws IOException {
            chunkStart += chunkLength;
            chunkLength = (int) Math.min(CHUNK_BYTES, lengthBytes - chunkStart);
            taken = 0;
            if (chunkLength == 0) {
                return false;
            }
            int present = file.read(chunkStart, chunk, chunkLength);
            // The file is shorter than the commit says where its last pages are still in the WAL only.
            Arrays.fill(chunk, present, chunkLength, (byte) 0);
            patch();
            return true;
        }

        private void patch() throws IOException {
            if (overlay.isEmpty() || frames.isEmpty()) {
                return;
            }
            int frameBytes = WalFrame.HEADER_BYTES + pageBytes;
            for (int at = 0; at < chunkLength; at += pageBytes) {
                OptionalInt frame = overlay.get().pages().lastFrame((chunkStart + at) / pageBytes + 1);
                if (frame.isPresent()) {
                    frames.get().seek(WalHeader.BYTES + (long) frame.getAsInt() * frameBytes + WalFrame.HEADER_BYTES);
                    frames.get().readFully(chunk, at, pageBytes);
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (frames.isPresent()) {
                frames.get().close();
            }
        }
    }
}
