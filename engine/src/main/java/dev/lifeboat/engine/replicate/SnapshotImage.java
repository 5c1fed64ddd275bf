package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.WatchedFile;
import dev.lifeboat.engine.replicate.upload.SnapshotSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// The database as it was at one commit, page by page. It reads the same bytes each time it is opened, also while its
/// database is checkpointed, until it is closed; safe for several threads.
///
/// Why that is exact and not fuzzy. After a seal the file *is* the state, and before any of its pages can change
/// (frames are back-filled only behind a mark that was moved, and it is moved only after what it uncovers was
/// captured) the undo file has the old content. A page is read from the file first and then looked up there: what
/// had changed by the time it was read was preserved by then.
///
/// Where the birth of a generation could not be sealed, the file lacks frames or holds some of them already: let M be
/// what was committed when the mark was taken and P >= M the commit that is shown. Whatever a checkpoint writes into
/// the file are pages of frames before M or preserved ones; each of the first has a frame in [0, P), and the copy of
/// those frames lies over everything.
final class SnapshotImage implements SnapshotSource {
    /// About a megabyte a read; a page of any size divides it.
    private static final int CHUNK_BYTES = 1 << 20;

    private final Position at;
    private final WatchedFile file;
    private final long lengthBytes;
    private final UndoFile undo;
    private final Optional<FrameCopy> frames;
    private boolean isClosed;

    SnapshotImage(Position at, WatchedFile file, long lengthBytes, UndoFile undo, Optional<FrameCopy> frames) {
        this.at = at;
        this.file = file;
        this.lengthBytes = lengthBytes;
        this.undo = undo;
        this.frames = frames;
    }

    /// The snapshot's place in its generation.
    Position at() {
        return at;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    /// Whether somebody still needs it.
    synchronized boolean isOpen() {
        return !isClosed;
    }

    /// Why it cannot be read any more; empty while it can.
    String failure() {
        return undo.failure();
    }

    PageKeeper keeper() {
        return undo;
    }

    @Override
    public InputStream open() throws IOException {
        return new Pages();
    }

    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        undo.close();
        if (frames.isPresent()) {
            frames.get().close();
        }
    }

    private final class Pages extends InputStream {
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private long chunkStart;
        private int chunkLength;
        private int taken;

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
            undo.patch(chunkStart, chunk, chunkLength);
            if (frames.isPresent()) {
                frames.get().patch(chunkStart, chunk, chunkLength);
            }
            return true;
        }
    }
}
