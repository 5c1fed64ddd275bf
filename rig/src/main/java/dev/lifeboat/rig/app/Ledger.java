package dev.lifeboat.rig.app;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Which commits the application was told of, outside of the database: 16 bytes a note, `n` and the moment in
/// microseconds since 1970. A note is written at once and survives the process; how often it is fsynced was chosen.
public final class Ledger implements Closeable {
    private static final int NOTE_BYTES = 2 * Long.BYTES;

    private final FileChannel file;
    private final long forceEveryNanos;
    private final ByteBuffer note = ByteBuffer.allocateDirect(NOTE_BYTES);
    private long forcedAtNanos = System.nanoTime();

    private Ledger(FileChannel file, long forceEveryNanos) {
        this.file = file;
        this.forceEveryNanos = forceEveryNanos;
    }

    static Ledger open(Path path, long forceEveryMillis) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.position(file.size() / NOTE_BYTES * NOTE_BYTES);
        return new Ledger(file, TimeUnit.MILLISECONDS.toNanos(forceEveryMillis));
    }

    void note(long n) throws IOException {
        note.clear().putLong(n).putLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        note.flip();
        while (note.hasRemaining()) {
            file.write(note);
        }
        long now = System.nanoTime();
        if (forceEveryNanos >= 0 && now - forcedAtNanos >= forceEveryNanos) {
            file.force(false);
            forcedAtNanos = now;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// When the application was told of each commit, by its `n`: microseconds since 1970, 0 where there is no note, as
    /// for 0; of several notes the last one counts. A torn last note is left out. Empty where there is no file yet.
    public static long[] moments(Path path) throws IOException {
        long[] moments = {};
        if (!Files.exists(path)) {
            return moments;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(4096 * NOTE_BYTES);
            while (file.read(buffer) > 0) {
                buffer.flip();
                while (buffer.remaining() >= NOTE_BYTES) {
                    int n = Math.toIntExact(buffer.getLong());
                    if (n >= moments.length) {
                        moments = Arrays.copyOf(moments, Math.max(n + 1, n + n / 2));
                    }
                    moments[n] = buffer.getLong();
                }
                buffer.compact();
            }
        }
        return moments;
    }

    /// The last commit noted, 0 where there is none.
    public static long last(Path path) throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long notes = file.size() / NOTE_BYTES;
            ByteBuffer last = ByteBuffer.allocate(Long.BYTES);
            if (notes > 0) {
                file.read(last, (notes - 1) * NOTE_BYTES);
            }
            return last.getLong(0);
        }
    }
}
