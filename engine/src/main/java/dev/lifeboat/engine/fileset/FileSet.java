package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A database and the files that belong to it: `-wal`, `-shm`, `-journal` and our own directory `.NAME-lifeboat`.
///
/// `database` is the real path: SQLite names the side files after it, whatever link an application uses.
public record FileSet(Path database) {
    public FileSet {
        if (!database.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + database);
        }
    }

    /// The set of the database that `path` leads to, symbolic links followed; found as well while a swap has its guard
    /// there, and when the database itself is gone.
    public static FileSet resolve(Path path) throws IOException {
        Path name = path.toAbsolutePath();
        if (Files.exists(name)) {
            return new FileSet(name.toRealPath());
        }
        Path parent = name.getParent();
        if (parent == null) {
            throw new IOException("not a file: " + name);
        }
        Path here = parent.toRealPath().resolve(name.getFileName());
        if (Files.isSymbolicLink(here)) {
            return resolve(here.resolveSibling(Files.readSymbolicLink(here)));
        }
        return new FileSet(here);
    }

    public String name() {
        return database.getFileName().toString();
    }

    public Path directory() {
        Path parent = database.getParent();
        return parent == null ? database : parent;
    }

    public Path side(SideFile side) {
        return database.resolveSibling(name() + side.suffix());
    }

    public Path wal() {
        return side(SideFile.WAL);
    }

    public Path shm() {
        return side(SideFile.SHM);
    }

    public Path journal() {
        return side(SideFile.JOURNAL);
    }

    /// Our directory beside the database: lock, spool, quarantine. On the same file system, mode 0700.
    public Path metaDirectory() {
        return database.resolveSibling("." + name() + "-lifeboat");
    }

    /// Where the swap `id` keeps the old set unless it is told otherwise.
    public Path quarantine(String id) {
        return metaDirectory().resolve("quarantine").resolve(id);
    }

    /// The database and those side files that are there now, the database first.
    public List<Path> present() {
        List<Path> files = new ArrayList<>();
        if (Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
            files.add(database);
        }
        for (SideFile side : SideFile.values()) {
            if (Files.exists(side(side), LinkOption.NOFOLLOW_LINKS)) {
                files.add(side(side));
            }
        }
        return List.copyOf(files);
    }
}
