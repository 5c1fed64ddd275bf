package dev.lifeboat.app.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A private directory below the state directory for files that nobody needs afterwards; made when it is asked for,
/// gone with its files when it is closed.
public final class Scratch implements Closeable {
    private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path parent;
    private @Nullable Path made;

    private Scratch(Path parent) {
        this.parent = parent;
    }

    public static Scratch in(Path stateDirectory) {
        return new Scratch(stateDirectory.resolve("scratch"));
    }

    public Path directory() throws IOException {
        if (made == null) {
            Files.createDirectories(parent, FOR_OWNER);
            made = Files.createTempDirectory(parent, "verify-", FOR_OWNER);
        }
        return made;
    }

    @Override
    public void close() throws IOException {
        for (Path directory : Optional.ofNullable(made).stream().toList()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
