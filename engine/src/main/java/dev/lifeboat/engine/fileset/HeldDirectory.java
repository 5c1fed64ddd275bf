package dev.lifeboat.engine.fileset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A private directory for work that may be killed. Closing it takes it away with everything in it.
///
/// Whoever works in one holds a lock in it. A directory that nobody holds is what somebody who was killed left:
/// the next one with the same prefix removes it. The lock is the process's: one prefix is used by one thread of
/// a process at a time.
public final class HeldDirectory implements Closeable {
    private static final int MOST_ATTEMPTS = 10;
    private static final String LOCK = "lock";

    private static final Object MAKING = new Object();

    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final FileChannel lock;

    private HeldDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// Makes one in `parent`, which exists, and removes what is left of others there whose names begin with
    /// `prefix`. Fails where this process is about to end.
    public static HeldDirectory make(Path parent, String prefix) throws IOException {
        removeLeftovers(parent, prefix);
        for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<HeldDirectory> made = attempt(parent, prefix);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IOException("what is made in " + parent + " is taken away at once");
    }

    /// Whoever abandons at the end of the process finds it locked, or nothing is made after him.
    private static Optional<HeldDirectory> attempt(Path parent, String prefix) throws IOException {
        synchronized (MAKING) {
            if (isEnding()) {
                throw new IOException("nothing more is made in " + parent + ": this process is about to end");
            }
            return locked(Files.createTempDirectory(parent, prefix, FOR_OWNER));
        }
    }

    /// The runtime takes no more hooks then.
    private static boolean isEnding() {
        Thread hook = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /// Nothing where another one took it for a leftover before it had its lock.
    private static Optional<HeldDirectory> locked(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel lock;
        try {
            lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        try {
            lock.lock();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        if (Files.exists(file)) {
            return Optional.of(new HeldDirectory(directory, lock));
        }
        lock.close();
        return Optional.empty();
    }

    /// An empty directory is what a kill between two calls leaves, or one that is being made just now: [#make]
    /// makes another one then. What this user may not look into or take away belongs to somebody else and
    /// stays.
    public static void removeLeftovers(Path parent, String prefix) throws IOException {
        remove(parent, prefix, false);
    }

    /// The same with those that this process holds: for its shutdown hooks. Whoever works in one of them fails, and
    /// nobody makes another one.
    public static void abandon(Path parent, String prefix) throws IOException {
        synchronized (MAKING) {
            // What was being made is locked by now.
            remove(parent, prefix, true);
        }
    }

    private static void remove(Path parent, String prefix, boolean alsoOwn) throws IOException {
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(
                parent, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path found : beside) {
                try {
                    removeIfEmptyOrLeft(found, alsoOwn);
                } catch (AccessDeniedException _) {
                    // Not ours.
                }
            }
        }
    }

    private static void removeIfEmptyOrLeft(Path found, boolean alsoOwn) throws IOException {
        if (!isEmptyDirectory(found)) {
            removeIfLeft(found, alsoOwn);
            return;
        }
        try {
            Files.deleteIfExists(found);
        } catch (FileSystemException _) {
            // Its maker put its lock there meanwhile; or it is somebody else's in a directory like /tmp, where the
            // answer is no AccessDeniedException.
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

    /// Under its lock: whoever is just making it waits for that, and sees then that it is gone.
    private static void removeIfLeft(Path directory, boolean alsoOwn) throws IOException {
        Path lockFile = directory.resolve(LOCK);
        // SE-5: others may write into this directory. A link could lead to a database, a pipe would never open.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock taken = channel.tryLock()) {
            if (taken != null) {
                remove(directory);
            }
        } catch (OverlappingFileLockException _) {
            if (alsoOwn) {
                removeWhileWritten(directory);
            }
        } catch (NoSuchFileException _) {
            // Somebody else was faster.
        }
    }

    /// Another thread may still make files there between the last look and the removal.
    private static void removeWhileWritten(Path directory) throws IOException {
        for (int attempt = 1; attempt < MOST_ATTEMPTS && Files.exists(directory); attempt++) {
            try {
                remove(directory);
            } catch (NoSuchFileException | DirectoryNotEmptyException _) {
                // It was faster once more.
            }
        }
    }

    public Path path() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(directory);
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
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    // Abandoned, or somebody else was faster.
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited.resolve(LOCK));
                // Without its lock it is an empty one, which anybody may take away.
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
