package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.fileset.HeldDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// A private directory beside the output, on its file system (RS-1). Closing it takes away everything that was
/// made, directories above it included, unless something has its place there by then. What a killed restore of
/// the same output left goes when one is made.
final class Staging implements Closeable {
    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final HeldDirectory held;
    private final Deque<Path> madeAbove;

    private Staging(HeldDirectory held, Deque<Path> madeAbove) {
        this.held = held;
        this.madeAbove = madeAbove;
    }

    static Staging beside(Path output) throws IOException {
        Path parent = Objects.requireNonNull(output.toAbsolutePath().getParent(), "no directory above " + output);
        Deque<Path> made = new ArrayDeque<>();
        try {
            makeAbove(parent, made);
            return new Staging(HeldDirectory.make(parent, prefix(output)), made);
        } catch (FileSystemException e) {
            throw new UnwritableException(parent, e);
        }
    }

    /// Fails as [#beside] would, as far as can be seen without making anything.
    static void requireWritable(Path output) throws IOException {
        Path parent = Objects.requireNonNull(output.toAbsolutePath().getParent(), "no directory above " + output);
        Path there = parent;
        while (!Files.exists(there)) {
            there = Objects.requireNonNull(there.getParent());
        }
        if (!Files.isDirectory(there)) {
            throw new UnwritableException(parent, new FileAlreadyExistsException(there.toString()));
        }
        if (!Files.isWritable(there)) {
            throw new UnwritableException(
                    parent, new FileSystemException(there.toString(), null, there + " is read-only for this user"));
        }
    }

    /// Nothing can be made in the directory of the output. Says so of that directory: the name of what could
    /// not be made means nothing to a person.
    private static final class UnwritableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnwritableException(Path directory, FileSystemException cause) {
            super("nothing can be written in " + directory + ": " + reason(cause), cause);
        }

        private static String reason(FileSystemException cause) {
            return switch (cause) {
                case AccessDeniedException _ -> "access denied";
                case NoSuchFileException _ -> "it takes no new files";
                case FileAlreadyExistsException exists -> exists.getFile() + " is no directory";
                default -> Objects.requireNonNullElse(cause.getReason(), "unknown reason");
            };
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

    Path file(String name) {
        return held.path().resolve(name);
    }

    /// The output has its place: what was made above it stays.
    void keepAbove() {
        madeAbove.clear();
    }

    @Override
    public void close() throws IOException {
        held.close();
        for (Path made : madeAbove) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(made)) {
                if (inside.iterator().hasNext()) {
                    return;
                }
            }
            Files.delete(made);
        }
    }
}
