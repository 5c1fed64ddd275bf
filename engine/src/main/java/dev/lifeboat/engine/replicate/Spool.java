package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Segments that were captured and that not every store has yet: raw WAL bytes, one file each, in the meta directory.
///
/// A segment is in the spool when its bytes and its name are on stable storage (CP-2). What a crash leaves here was
/// never acknowledged; the next start begins a new generation and clears it when that is safe.
final class Spool {
    private final Path directory;

    Spool(Path directory) {
        this.directory = directory;
    }

    /// WAL bytes `[start, end)` of one index, in `file`.
    record Segment(Position start, Position end, Path file, Instant capturedAt) {
        InputStream open() throws IOException {
            return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        RandomAccessFile openForPages() throws IOException {
            return new RandomAccessFile(file.toFile(), "r");
        }
    }

    /// Begins a file for the bytes from `start` on.
    Draft begin(Position start) throws IOException {
        Path parent = directory.resolve(start.generation().hex());
        Files.createDirectories(
                parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = parent.resolve(String.format(Locale.ROOT, "%08x_%08x.wal", start.index(), start.offset()));
        return new Draft(start, file);
    }

    /// Removes everything, what earlier runs have left included. Called when every store has all there is.
    void clear() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (!visited.equals(directory)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// A segment that is being written. Closed without `finish` it leaves nothing.
    static final class Draft implements Closeable {
        private final Position start;
        private final Path file;
        private final Path temporary;
        private final FileChannel channel;
        private final OutputStream out;

        Draft(Position start, Path file) throws IOException {
            this.start = start;
            this.file = file;
            this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
            this.channel = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        }

        OutputStream out() {
            return out;
        }

        /// Puts what was written on stable storage under its name.
        Segment finish(Instant now) throws IOException {
            out.flush();
            channel.force(true);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(Objects.requireNonNull(file.getParent()));
            Position end = new Position(start.generation(), start.index(), start.offset() + channel.size());
            return new Segment(start, end, file, now);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }
}
