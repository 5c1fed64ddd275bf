package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares what a piece of work will write with what the file systems have left, before its first byte (RS-5).
public final class SpaceCheck {
    /// Kept free beside what is needed: journals, logs, and other writers on the same file system. A small file
    /// system has a twentieth of itself in reserve.
    private static final long RESERVE_BYTES = 16L << 20;

    private static final int RESERVE_PART = 20;

    /// What a file system has left: `freeBytes` in all, of which `reserveBytes` are to stay free.
    public record Left(long freeBytes, long reserveBytes) {
        /// 0 where less than the reserve is free.
        public long usableBytes() {
            return Math.max(0, freeBytes - reserveBytes);
        }
    }

    /// `bytes` that will be written below `where`, which need not exist yet; `what` for the message.
    public record Need(Path where, long bytes, String what) {
        public Need {
            if (bytes < 0) {
                throw new IllegalArgumentException(what + " needs a negative number of bytes: " + bytes);
            }
        }
    }

    /// The sum of what is needed on one file system, with the reserve.
    public record Demand(Path where, long neededBytes, long freeBytes, List<String> parts) {
        public Demand {
            parts = List.copyOf(parts);
        }

        public boolean fits() {
            return neededBytes <= freeBytes;
        }

        @Override
        public String toString() {
            return String.join(" + ", parts) + ": needs " + neededBytes + " bytes at " + where + ", free " + freeBytes;
        }
    }

    /// What the file system of `where` has left, which need not exist yet.
    public Left left(Path where) throws IOException {
        FileStore store = Files.getFileStore(existing(where));
        return new Left(store.getUsableSpace(), Math.min(RESERVE_BYTES, store.getTotalSpace() / RESERVE_PART));
    }

    /// One demand for each file system that `needs` touch.
    public List<Demand> check(List<Need> needs) throws IOException {
        Map<Long, List<Need>> byDevice = new LinkedHashMap<>();
        for (Need need : needs) {
            byDevice.computeIfAbsent(FileId.of(existing(need.where())).device(), _ -> new ArrayList<>())
                    .add(need);
        }
        List<Demand> demands = new ArrayList<>();
        for (List<Need> together : byDevice.values()) {
            demands.add(demand(together));
        }
        return List.copyOf(demands);
    }

    private Demand demand(List<Need> together) throws IOException {
        Path where = existing(together.getFirst().where());
        Left left = left(where);
        long needed = left.reserveBytes();
        List<String> parts = new ArrayList<>();
        for (Need need : together) {
            needed = Math.addExact(needed, need.bytes());
            parts.add(need.what() + " " + need.bytes());
        }
        return new Demand(where, needed, left.freeBytes(), parts);
    }

    private static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }
}
