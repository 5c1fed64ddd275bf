package dev.lifeboat.engine.replicate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Looks into `/proc/locks` every 10 ms whether another process holds SQLite's shared lock on a database and a read
/// mark in its -shm (LK-6, L1).
final class LockSampler implements AutoCloseable {
    private static final Path PROC_LOCKS = Path.of("/proc/locks");

    /// The kernel gives the list in pieces and may leave out a line while others come and go. A lock that was lost
    /// stays lost, so what one look of several shows is there.
    private static final int MOST_LOOKS = 5;

    private final long pid;
    private final long database;
    private final long shm;
    private final List<String> absences = new ArrayList<>();
    private final CompletableFuture<Long> samples = new CompletableFuture<>();
    private volatile boolean ended;
    private volatile long onSlotZero;
    private boolean isOnSlotZero;

    private LockSampler(long pid, long database, long shm) {
        this.pid = pid;
        this.database = database;
        this.shm = shm;
    }

    static LockSampler start(long pid, Path database) throws IOException {
        LockSampler sampler =
                new LockSampler(pid, inode(database), inode(database.resolveSibling(database.getFileName() + "-shm")));
        Thread.ofPlatform().name("locks").start(sampler::run);
        return sampler;
    }

    private static long inode(Path file) throws IOException {
        return (long) Files.getAttribute(file, "unix:ino");
    }

    private void run() {
        try {
            long count = 0;
            for (; !ended; count++) {
                String absent = absent();
                for (int looks = 1; looks < MOST_LOOKS && !absent.isEmpty(); looks++) {
                    absent = absent();
                }
                if (!absent.isEmpty()) {
                    absences.add(absent);
                }
                onSlotZero += isOnSlotZero ? 1 : 0;
                LockSupport.parkNanos(10_000_000);
            }
            samples.complete(count);
        } catch (IOException | RuntimeException e) {
            samples.completeExceptionally(e);
        }
    }

    /// What is missing now; empty where nothing is.
    private String absent() throws IOException {
        boolean isShared = false;
        boolean isMarked = false;
        isOnSlotZero = false;
        List<String> lines = Files.readAllLines(PROC_LOCKS);
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 8 && words[3].equals("READ") && words[4].equals(Long.toString(pid))) {
                boolean isDatabase = words[5].endsWith(":" + database);
                boolean isShm = words[5].endsWith(":" + shm);
                isShared |= isDatabase && words[6].equals("1073741826") && words[7].equals("1073742335");
                isMarked |= isShm && Long.parseLong(words[6]) >= 123 && Long.parseLong(words[6]) <= 127;
                isOnSlotZero |= isShm && words[6].equals("123") && words[7].equals("123");
            }
        }
        return isShared && isMarked ? "" : "shared lock " + isShared + ", read mark " + isMarked + " in " + lines;
    }

    /// Ends it and answers how often it looked.
    long samples() {
        ended = true;
        return samples.join();
    }

    /// How often the one mark stood on slot 0.
    long onSlotZero() {
        return onSlotZero;
    }

    /// After `samples`.
    List<String> absences() {
        return List.copyOf(absences);
    }

    @Override
    public void close() {
        samples();
    }
}
