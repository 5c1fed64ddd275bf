package dev.lifeboat.engine.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// A private directory beside the output, on its file system (RS-1). Closing it takes away everything that was
/// made, directories above it included, unless something has its place there by then.
///
/// Whoever works in one holds a lock in it. A directory that nobody holds is what a killed restore left: the next
/// restore of the same output removes it.
final class Staging implements Closeable {
    private static final int MOST_ATTEMPTS = 10;
    private static final String LOCK = "lock";

    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final FileChannel lock;
    private final Deque<Path> madeAbove;

    private Staging(Path directory, FileChannel lock, Deque<Path> madeAbove) {
        this.directory = directory;
        this.lock = lock;
        this.madeAbove = madeAbove;
    }

    static Staging beside(Path output) throws IOException {
        Path parent = Objects.requireNonNull(output.toAbsolutePath().getParent(), "no directory above " + output);
        Deque<Path> made = new ArrayDeque<>();
        makeAbove(parent, made);
        removeLeftovers(parent, prefix(output));
        for (int attempt = 1; true; attempt++) {
            Path directory = Files.createTempDirectory(parent, prefix(output), FOR_OWNER);
            try {
                FileChannel lock = FileChannel.open(
                        directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                lock.lock();
                return new Staging(directory, lock, made);
            } catch (NoSuchFileException e) {
                if (attempt == MOST_ATTEMPTS) { // another restore took it for a leftover before it had its lock
                    throw e;
                }
            }
        }
    }

    static String prefix(Path output) {
        return "." + output.getFileName() + ".lifeboat-restore-";
    }

    private static void makeAbove(Path directory, Deque<Path> made) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeAbove(Objects.requireNonNull(directory.getParent()), made);
        try {
            Files.createDirectory(directory, FOR_OWNER);
            made.push(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /// An empty directory is what a kill between two calls leaves, or one that is being made just now: [#beside] makes
    /// another one then.
    static void removeLeftovers(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(
                parent, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path left : beside) {
                if (isLeft(left)) {
                    remove(left);
                } else if (isEmptyDirectory(left)) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    private static boolean isEmptyDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
            return !inside.iterator().hasNext();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static boolean isLeft(Path directory) throws IOException {
        Path lockFile = directory.resolve(LOCK);
        // SE-5: others may write into this directory. A link could lead to a database, a pipe would never open.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /// The output has its place: what was made above it stays.
    void keepAbove() {
        madeAbove.clear();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(directory);
        }
        for (Path made : madeAbove) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(made)) {
                if (inside.iterator().hasNext()) {
                    return;
                }
            }
            Files.delete(made);
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // The lock goes last: without it nobody would know that the rest is a leftover.
                if (!file.equals(directory.resolve(LOCK))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited.resolve(LOCK));
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
