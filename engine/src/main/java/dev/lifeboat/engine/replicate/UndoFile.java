package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WatchedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a database file held at one moment, page by page, of those pages that may have changed since: copied before the
/// first checkpoint can write them.
///
/// A file without a name, full of holes: page `n` lies where it lies in the database. It means nothing after a crash,
/// so it is never forced to the disk. Pages are preserved by the thread that captures and read by others.
final class UndoFile implements PageKeeper, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(UndoFile.class);

    private final WatchedFile database;
    private final int pageBytes;
    private final long pages;
    private final RandomAccessFile file;
    private final BitSet preserved = new BitSet();
    private final byte[] page;
    private String failure = "";

    private UndoFile(WatchedFile database, int pageBytes, long pages, RandomAccessFile file) {
        this.database = database;
        this.pageBytes = pageBytes;
        this.pages = pages;
        this.file = file;
        this.page = new byte[pageBytes];
    }

    /// Begins with nothing preserved, for a database of `pages` pages.
    static UndoFile create(Path name, WatchedFile database, int pageBytes, long pages) throws IOException {
        Files.deleteIfExists(name);
        RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw");
        Files.delete(name);
        return new UndoFile(database, pageBytes, pages, file);
    }

    @Override
    public synchronized void beforeChange(long number) {
        if (number > pages || !failure.isEmpty() || preserved.get((int) (number - 1))) {
            return;
        }
        try {
            int present = database.read((number - 1) * pageBytes, page, pageBytes);
            // The file may end before the page, where its last ones are still in the WAL only.
            Arrays.fill(page, present, pageBytes, (byte) 0);
            file.seek((number - 1) * pageBytes);
            file.write(page, 0, pageBytes);
            preserved.set((int) (number - 1));
        } catch (IOException e) {
            failure = "cannot preserve page " + number + " for the snapshot: " + e.getMessage();
            LOG.error("{}", failure);
        }
    }

    @Override
    public synchronized void beforeCut(long nowPages) {
        for (int next = preserved.nextClearBit((int) nowPages);
                next < pages && failure.isEmpty();
                next = preserved.nextClearBit(next + 1)) {
            beforeChange(next + 1L);
        }
    }

    /// Why the moment cannot be shown any more; empty while it can.
    synchronized String failure() {
        return failure;
    }

    /// Puts back into `chunk` what was preserved. `chunk` was read from the database file at `offsetBytes`, before
    /// this call: what a checkpoint has changed by then was preserved by then.
    synchronized void patch(long offsetBytes, byte[] chunk, int length) throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        int first = (int) (offsetBytes / pageBytes);
        int last = first + length / pageBytes;
        for (int index = preserved.nextSetBit(first);
                index >= 0 && index < last;
                index = preserved.nextSetBit(index + 1)) {
            file.seek((long) index * pageBytes);
            file.readFully(chunk, (index - first) * pageBytes, pageBytes);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (failure.isEmpty()) {
            failure = "the snapshot is closed";
        }
        file.close();
    }
}
