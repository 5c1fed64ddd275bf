package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The symbolic link that lies over a database while its files are exchanged (RB-6).
///
/// It points into a directory that does not exist. Nobody can open a database through it, and nobody can create one:
/// SQLite answers "unable to open database file", whatever lies beside it.
final class Guard {
    private static final String PREFIX = ".lifeboat-guard-";

    private Guard() {}

    static Path target(String id) {
        return Path.of(PREFIX + id, "closed");
    }

    static boolean isGuard(Path path) throws IOException {
        return Files.isSymbolicLink(path)
                && Files.readSymbolicLink(path).toString().startsWith(PREFIX);
    }

    static boolean isGuardOf(Path path, String id) throws IOException {
        return Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(target(id));
    }
}
