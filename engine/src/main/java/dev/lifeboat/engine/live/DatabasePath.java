package dev.lifeboat.engine.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Where a database really lies, and what lies beside it.
///
/// SQLite names `-wal` and `-shm` after the real path, so symbolic links are followed first (RB-6). A link into a
/// directory that does not exist is the guard of a swap: it stands for the database and is not followed.
public record DatabasePath(Path file) {
    /// More links than this in a row are a loop.
    private static final int MAX_LINKS = 40;

    public DatabasePath {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("path of a database is not absolute: " + file);
        }
    }

    /// Follows symbolic links; the file itself need not exist, its directory must.
    public static DatabasePath resolve(Path named) throws IOException {
        Path path = named.toAbsolutePath().normalize();
        for (int links = 0; Files.isSymbolicLink(path); links++) {
            Path target = parent(path).resolve(Files.readSymbolicLink(path)).normalize();
            if (links == MAX_LINKS) {
                throw new IOException("too many symbolic links: " + named);
            }
            if (!Files.isDirectory(parent(target))) {
                break;
            }
            path = target;
        }
        return new DatabasePath(parent(path).toRealPath().resolve(name(path)));
    }

    public Path wal() {
        return file.resolveSibling(name(file) + "-wal");
    }

    public Path shm() {
        return file.resolveSibling(name(file) + "-shm");
    }

    /// Where the file, its WAL and its -shm lie.
    public Path directory() {
        return parent(file);
    }

    /// The directory of our own files beside the database: lock, spool, position, control socket.
    public Path metaDirectory() {
        return file.resolveSibling("." + name(file) + "-lifeboat");
    }

    private static String name(Path path) {
        return Objects.requireNonNull(path.getFileName(), "a database is not the root directory")
                .toString();
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "a database is not the root directory");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
