package dev.lifeboat.engine.store.file;

import dev.lifeboat.engine.store.ObjectStore.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Files and directories that are on stable storage when the call returns. Made for their owner only: 0600 and 0700.
final class Durable {
    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> DIRECTORY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Durable() {}

    /// A name that two writers of one key do not share.
    static Path temporaryBeside(Path target, String suffix) {
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return target.resolveSibling(target.getFileName() + "." + unique + suffix);
    }

    static void write(Path file, Body body) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FOR_OWNER);
                OutputStream out = Channels.newOutputStream(channel);
                InputStream in = body.open()) {
            in.transferTo(out);
            channel.force(true);
        }
    }

    /// Makes `directory` and what is missing above it; each name is on stable storage in its parent.
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        createDirectories(directoryOf(directory));
        try {
            Files.createDirectory(directory, DIRECTORY_FOR_OWNER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        syncDirectory(directoryOf(directory));
    }

    /// Where the name of `path` is kept; everything in a store lies below its root, so there is always one.
    static Path directoryOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "no directory above " + path);
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
