package dev.lifeboat.engine.replicate.spool;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// A chunk that is being written. Closed without `finish` it leaves nothing.
public final class Draft implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Spool spool;
    private final Position start;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream out;
    private long walBytes;

    Draft(Spool spool, Position start, Path parent) throws IOException {
        this.spool = spool;
        this.start = start;
        this.temporary = parent.resolve(Spool.name(start, start.offset()) + ".tmp");
        this.channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        this.out = new Lz4FrameOutputStream(
                new BufferedOutputStream(new StaysOpen(spool, Channels.newOutputStream(channel)), BUFFER_BYTES),
                Lz4FrameOutputStream.BlockSize.KIB_256);
    }

    /// WAL bytes, in order.
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        walBytes += length;
    }

    /// WAL bytes so far.
    public long walBytes() {
        return walBytes;
    }

    /// Puts what was written on stable storage under its name.
    public Chunk finish(Instant committedAt) throws IOException {
        out.close();
        spool.waitingFor(() -> channel.force(false));
        Position end = new Position(start.generation(), start.index(), start.offset() + walBytes);
        Path file = temporary.resolveSibling(Spool.name(start, end.offset()));
        spool.waitingFor(() -> {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Spool.syncDirectory(Objects.requireNonNull(file.getParent()));
        });
        Chunk chunk = new Chunk(start, end, file, channel.size(), committedAt);
        spool.added(chunk);
        return chunk;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        spool.waitingFor(() -> Files.deleteIfExists(temporary));
    }

    /// The end of the LZ4 frame is written before the bytes are forced, not when the file is closed.
    private static final class StaysOpen extends FilterOutputStream {
        private final Spool spool;

        StaysOpen(Spool spool, OutputStream out) {
            super(out);
            this.spool = spool;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            spool.waitingFor(() -> out.write(bytes, from, length));
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
