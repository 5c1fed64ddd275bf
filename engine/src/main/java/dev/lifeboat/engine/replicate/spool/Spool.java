package dev.lifeboat.engine.replicate.spool;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Chunks that were captured and that not every store has yet: one file each below `GENERATION/` in the meta directory,
/// named `INDEX_START_END.wal.lz4` in hexadecimal digits.
///
/// A chunk is in the spool when its bytes and its name are on stable storage (CP-2). What a crash leaves under a
/// temporary name was never captured. For one thread; [#bytes] for all.
public final class Spool {
    private static final Pattern NAME = Pattern.compile("([0-7][0-9a-f]{7})_([0-9a-f]{8})_([0-9a-f]{8})\\.wal\\.lz4");

    private final Path directory;
    private final DiskWait wait;
    private volatile long bytes;

    public Spool(Path directory) {
        this(directory, new DiskWait());
    }

    /// `wait` says when the disk of the spool is waited for.
    public Spool(Path directory, DiskWait wait) {
        this.directory = directory;
        this.wait = wait;
    }

    /// Begins a chunk for the WAL bytes from `start` on.
    public Draft begin(Position start) throws IOException {
        Path parent = directory.resolve(start.generation().hex());
        return wait.during(directory, () -> {
            if (!Files.isDirectory(parent)) {
                Files.createDirectories(
                        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                syncDirectory(directory);
            }
            return new Draft(this, start, parent);
        });
    }

    void waitingFor(DiskWait.Act act) throws IOException {
        wait.during(directory, act);
    }

    /// Bytes on disk, in chunks.
    public long bytes() {
        return bytes;
    }

    void added(Chunk chunk) {
        bytes += chunk.packedBytes();
    }

    /// Removes a chunk that every store has; it may be gone already.
    public void remove(Chunk chunk) throws IOException {
        if (wait.during(directory, () -> Files.deleteIfExists(chunk.file()))) {
            bytes -= chunk.packedBytes();
        }
    }

    static String name(Position start, long endOffset) {
        return String.format(Locale.ROOT, "%08x_%08x_%08x.wal.lz4", start.index(), start.offset(), endOffset);
    }

    /// The generations that have left something here.
    public List<GenerationId> generations() throws IOException {
        List<GenerationId> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (GenerationId.isValid(name) && Files.isDirectory(entry)) {
                        found.add(new GenerationId(name));
                    }
                }
            }
        }
        return found;
    }

    /// The chunks that an earlier run has left of a generation, in order, each read from its first byte to its last:
    /// those that are damaged or whose name does not tell the truth are left out, and so is what
    /// was never finished.
    public List<Chunk> leftOf(GenerationId generation) throws IOException {
        Path parent = directory.resolve(generation.hex());
        List<Chunk> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
                for (Path entry : entries) {
                    parse(generation, entry).filter(Chunk::isWhole).ifPresent(found::add);
                }
            }
        }
        found.sort(Comparator.comparing(Chunk::start));
        return found;
    }

    /// Takes over what an earlier run has left.
    public void keep(Chunk chunk) {
        added(chunk);
    }

    private static Optional<Chunk> parse(GenerationId generation, Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(name.group(1), 16);
        long start = Long.parseLong(name.group(2), 16);
        long end = Long.parseLong(name.group(3), 16);
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return start >= end
                ? Optional.empty()
                : Optional.of(new Chunk(
                        new Position(generation, index, start),
                        new Position(generation, index, end),
                        file,
                        Files.size(file),
                        written));
    }

    /// Removes everything that is not in `kept`: what no start has use for any more, half-written files included.
    public void removeAllBut(List<Chunk> kept) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files = kept.stream().map(Chunk::file).toList();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!files.contains(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (!visited.equals(directory) && isEmpty(visited)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        bytes = kept.stream().mapToLong(Chunk::packedBytes).sum();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(Objects.requireNonNull(directory), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
