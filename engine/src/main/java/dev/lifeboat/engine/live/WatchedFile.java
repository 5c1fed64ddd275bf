package dev.lifeboat.engine.live;

import dev.lifeboat.engine.FileId;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The one raw descriptor on a watched database (LK-1).
///
/// SQLite's locks belong to the process and the inode: closing *any* descriptor of the file drops them all, and SQLite
/// does not notice. So this opens before the first SQLite connection to the inode, closes after the last one, and all
/// raw reads go through it. `RandomAccessFile` and not `FileChannel`, which closes itself when its thread is
/// interrupted. Opened for reading only. Safe for several threads: one reads at a time.
public final class WatchedFile implements Closeable {
    private final RandomAccessFile file;
    private final FileId identity;

    private WatchedFile(RandomAccessFile file, FileId identity) {
        this.file = file;
        this.identity = identity;
    }

    /// Opens what `path` names at this moment. Throws `IOException` where it was exchanged meanwhile.
    public static WatchedFile open(Path path) throws IOException {
        FileId before = FileId.ofName(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            if (!FileId.ofName(path).equals(before)) {
                throw new IOException("exchanged while it was opened: " + path);
            }
            return new WatchedFile(file, before);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// The device and inode that are held, whatever lies at the path now.
    public FileId identity() {
        return identity;
    }

    public synchronized long lengthBytes() throws IOException {
        return file.length();
    }

    /// Fills `target` from `offsetBytes`; less only at the end of the file. Returns how many bytes it got.
    public synchronized int read(long offsetBytes, byte[] target, int length) throws IOException {
        file.seek(offsetBytes);
        int filled = 0;
        while (filled < length) {
            int got = file.read(target, filled, length - filled);
            if (got < 0) {
                break;
            }
            filled += got;
        }
        return filled;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
