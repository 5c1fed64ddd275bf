package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What lies over a database while its files are exchanged (RB-6): the node of a socket, with the database's own owner
/// and mode.
///
/// Nobody can open it, with whatever rights (open(2), `ENXIO`), and nobody can create a database through it: SQLite
/// answers "unable to open database file", whatever lies beside it. Unlike a link that leads nowhere it can be looked
/// at by stat(2), which SQLite does for the mode of a new `-wal`: who opened the old database just before the guard
/// came reads on instead of meeting an I/O error (docs/decisions/the-guard-is-a-socket.md).
final class Guard {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private Guard() {}

    static boolean isGuard(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
                    && (mode & TYPE) == SOCKET;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
