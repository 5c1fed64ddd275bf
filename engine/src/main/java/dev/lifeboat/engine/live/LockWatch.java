package dev.lifeboat.engine.live;

import dev.lifeboat.engine.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Looks whether the kernel still knows the locks that SQLite believes it has (LK-6), and what others hold.
///
/// `/proc/locks` is asked for processes and the two inodes. The device is not compared: on overlay and btrfs it is
/// another one than stat's.
final class LockWatch {
    private static final Path PROC_LOCKS = Path.of("/proc/locks");
    private static final long SHARED_FIRST = 0x40000000L + 2;
    private static final long SHARED_LAST = SHARED_FIRST + 509;
    private static final long READ_SLOT_FIRST = 123;
    private static final long READ_SLOT_LAST = 127;
    private static final long WRITE = 120;
    private static final long CHECKPOINT = 121;
    private static final long SHM_ALIVE = 128;
    private static final int MOST_LOOKS = 5;

    private LockWatch() {}

    /// What was seen.
    sealed interface Look {
        /// Everything is there; the read mark stands on `slot`, the highest one where there are two. On slot 0 the WAL
        /// was back-filled when it began: the WAL may restart once, and nothing is back-filled.
        record Held(int slot) implements Look {}

        record Missing(String what) implements Look {}

        record Unavailable() implements Look {}
    }

    /// The kernel gives the list in pieces and may leave out a line while others come and go. A lock that was lost
    /// stays lost, so what one look of several shows is there.
    static Look look(FileId database, Path shm) throws IOException {
        if (!Files.isReadable(PROC_LOCKS)) {
            return new Look.Unavailable();
        }
        long pid = ProcessHandle.current().pid();
        Look look = new Look.Unavailable();
        for (int attempt = 0; attempt < MOST_LOOKS && !(look instanceof Look.Held); attempt++) {
            look = judge(
                    Files.readAllLines(PROC_LOCKS),
                    pid,
                    database.inode(),
                    FileId.ofName(shm).inode());
        }
        return look;
    }

    static Look judge(List<String> lines, long pid, long databaseInode, long shmInode) {
        boolean shared = false;
        boolean alive = false;
        int slot = -1;
        for (Lock lock : locks(lines, "READ", holder -> holder == pid)) {
            shared |= lock.inode == databaseInode && lock.first == SHARED_FIRST && lock.last == SHARED_LAST;
            alive |= lock.inode == shmInode && lock.covers(SHM_ALIVE);
            if (lock.inode == shmInode && lock.last >= READ_SLOT_FIRST && lock.first <= READ_SLOT_LAST) {
                slot = Math.max(slot, (int) (Math.min(lock.last, READ_SLOT_LAST) - READ_SLOT_FIRST));
            }
        }
        if (!shared) {
            return new Look.Missing("the shared lock on the database");
        }
        if (!alive || slot < 0) {
            return new Look.Missing("the read mark in the -shm");
        }
        return new Look.Held(slot);
    }

    /// Whether another process holds the lock for writing and the one for checkpoints.
    static boolean isCheckpointWaiting(Path shm) throws IOException {
        return Files.isReadable(PROC_LOCKS)
                && isCheckpointWaiting(
                        Files.readAllLines(PROC_LOCKS),
                        ProcessHandle.current().pid(),
                        FileId.ofName(shm).inode());
    }

    static boolean isCheckpointWaiting(List<String> lines, long pid, long shmInode) {
        List<Lock> locks = locks(lines, "WRITE", holder -> holder != pid).stream()
                .filter(lock -> lock.inode == shmInode)
                .toList();
        return locks.stream()
                .filter(lock -> lock.covers(WRITE))
                .anyMatch(lock -> locks.stream().anyMatch(other -> other.pid == lock.pid && other.covers(CHECKPOINT)));
    }

    private record Lock(long pid, long inode, long first, long last) {
        boolean covers(long at) {
            return first <= at && at <= last;
        }
    }

    /// Lines like `3: POSIX  ADVISORY  READ 4711 fe:00:9978079 1073741826 1073742335`; one that waits has `->`.
    private static List<Lock> locks(List<String> lines, String kind, LongPredicate holder) {
        List<Lock> locks = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 8
                    && words[1].equals("POSIX")
                    && words[3].equals(kind)
                    && holder.test(Long.parseLong(words[4]))) {
                long last = words[7].equals("EOF") ? Long.MAX_VALUE : Long.parseLong(words[7]);
                long inode = Long.parseLong(words[5].substring(words[5].lastIndexOf(':') + 1));
                locks.add(new Lock(Long.parseLong(words[4]), inode, Long.parseLong(words[6]), last));
            }
        }
        return locks;
    }
}
