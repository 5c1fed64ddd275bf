package dev.lifeboat.app.wire;

import dev.lifeboat.engine.fileset.HeldDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A private directory below the state directory for files that nobody needs afterwards; made when it is asked for,
/// gone with its files when it is closed. What a process that was killed left goes when the next one is made.
public final class Scratch implements Closeable {
    private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path parent;
    private @Nullable HeldDirectory made;

    private Scratch(Path parent) {
        this.parent = parent;
    }

    public static Scratch in(Path stateDirectory) {
        return new Scratch(stateDirectory.resolve("scratch"));
    }

    public Path directory() throws IOException {
        if (made == null) {
            Files.createDirectories(parent, FOR_OWNER);
            made = HeldDirectory.make(parent, "verify-");
        }
        return made.path();
    }

    @Override
    public void close() throws IOException {
        if (made != null) {
            made.close();
        }
    }
}
