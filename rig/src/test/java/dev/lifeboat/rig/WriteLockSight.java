package dev.lifeboat.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether a process holds the write lock of a database, as the kernel knows it: byte 120 of the `-shm` (SQLite's
/// WAL-mode file format, 2.2.4 and 2.3.1). Nothing of the database is opened.
record WriteLockSight(long pid, long inode) {
    private static final Path PROC_LOCKS = Path.of("/proc/locks");
    private static final long WRITE_LOCK = 120;

    static WriteLockSight of(long pid, Path database) throws IOException {
        Path shm = database.resolveSibling(database.getFileName() + "-shm");
        return new WriteLockSight(pid, (long) Files.getAttribute(shm, "unix:ino"));
    }

    boolean isHeld() throws IOException {
        return isHeld(Files.readAllLines(PROC_LOCKS));
    }

    private boolean isHeld(List<String> lines) {
        return lines.stream().map(line -> line.trim().split("\\s+")).anyMatch(this::isOurs);
    }

    /// `1: POSIX ADVISORY WRITE 4711 fe:00:9978079 120 120`; neighbours of one holder are joined.
    private boolean isOurs(String[] words) {
        return words.length == 8
                && words[3].equals("WRITE")
                && words[4].equals(Long.toString(pid))
                && words[5].endsWith(":" + inode)
                && Long.parseLong(words[6]) <= WRITE_LOCK
                && (words[7].equals("EOF") || WRITE_LOCK <= Long.parseLong(words[7]));
    }
}
