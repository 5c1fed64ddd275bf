package dev.lifeboat.engine.live;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;

/// Reads a live `-wal`. SQLite takes no lock there, so it is opened and closed freely (LK table); it is never written.
public final class WalFile implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path wal;
    private final RandomAccessFile file;

    private WalFile(Path wal, RandomAccessFile file) {
        this.wal = wal;
        this.file = file;
    }

    /// What stat says of a WAL. Equal stamps are a hint that nothing was written, its size is never a position (CP-9).
    public record Stamp(long sizeBytes, FileTime modified, String key) {
        /// `NoSuchFileException` where there is none.
        public static Stamp of(Path wal) throws IOException {
            BasicFileAttributes stat = Files.readAttributes(wal, BasicFileAttributes.class);
            return new Stamp(stat.size(), stat.lastModifiedTime(), Objects.toString(stat.fileKey()));
        }
    }

    /// `NoSuchFileException` where there is none; a WAL that may not be read is another failure.
    public static WalFile open(Path wal) throws IOException {
        Stamp.of(wal);
        return new WalFile(wal, new RandomAccessFile(wal.toFile(), "r"));
    }

    /// Another descriptor of the WAL with a place of its own.
    public WalFile openAgain() throws IOException {
        return open(wal);
    }

    /// Puts what was written to `wal` so far on stable storage. Not a lock in sight: SQLite has none on it.
    public static void sync(Path wal) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(wal.toFile(), "r")) {
            file.getFD().sync();
        }
    }

    /// The first `length` bytes, or fewer where the file is shorter.
    public byte[] first(int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(0);
        int filled = 0;
        for (int got = 0; got >= 0 && filled < length; filled += Math.max(got, 0)) {
            got = file.read(bytes, filled, length - filled);
        }
        return Arrays.copyOf(bytes, filled);
    }

    /// The bytes from `offsetBytes` on. One stream at a time; it does not close the file.
    public InputStream from(long offsetBytes) throws IOException {
        file.seek(offsetBytes);
        return new BufferedInputStream(new Bytes(file), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class Bytes extends FilterInputStream {
        private final RandomAccessFile file;

        Bytes(RandomAccessFile file) {
            super(InputStream.nullInputStream());
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return file.read(bytes, from, length);
        }
    }
}
