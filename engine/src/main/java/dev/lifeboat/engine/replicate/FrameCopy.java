package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.wal.WalFrame;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/// A copy of one life of the WAL that pages are taken from, in a file without a name.
final class FrameCopy implements Closeable {
    private final RandomAccessFile file;
    private final PageOverlay pages = new PageOverlay();
    private final int pageBytes;

    private FrameCopy(RandomAccessFile file, int pageBytes) {
        this.file = file;
        this.pageBytes = pageBytes;
    }

    static FrameCopy create(Path name, int pageBytes) throws IOException {
        Files.deleteIfExists(name);
        RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw");
        Files.delete(name);
        return new FrameCopy(file, pageBytes);
    }

    /// Frames in order, each with its header.
    void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
    }

    void note(WalFrame frame, int number) {
        pages.add(frame.page(), number);
    }

    /// Lays over `chunk`, which holds the database from `offsetBytes` on, the pages that have a frame.
    synchronized void patch(long offsetBytes, byte[] chunk, int length) throws IOException {
        long frameBytes = WalFrame.HEADER_BYTES + pageBytes;
        for (int at = 0; at < length; at += pageBytes) {
            var frame = pages.lastFrame((offsetBytes + at) / pageBytes + 1);
            if (frame.isPresent()) {
                file.seek(frame.getAsInt() * frameBytes + WalFrame.HEADER_BYTES);
                file.readFully(chunk, at, pageBytes);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
