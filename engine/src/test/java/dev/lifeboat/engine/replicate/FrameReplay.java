package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.lz4.Lz4FrameInputStream;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Puts every captured frame of one generation over its first snapshot, in the order of their names, and compares
/// pages. It knows nothing of salts and checksums: what was captured is taken as it is.
final class FrameReplay {
    private byte[] pages;
    private int length;
    private final int pageBytes;
    private long frames;

    private FrameReplay(byte[] snapshot) {
        this.pages = snapshot;
        this.length = snapshot.length;
        int size = Short.toUnsignedInt(ByteBuffer.wrap(snapshot).getShort(16));
        this.pageBytes = size == 1 ? 65536 : size;
    }

    /// Of the only generation below `root`, a file replica.
    static FrameReplay of(Path root) throws IOException {
        Path generation;
        try (Stream<Path> all = Files.list(root.resolve("generations"))) {
            List<Path> generations = all.toList();
            if (generations.size() != 1) {
                throw new AssertionError("more than one generation: " + generations);
            }
            generation = generations.getFirst();
        }
        FrameReplay replay =
                new FrameReplay(unpacked(sorted(generation.resolve("snapshots")).getFirst()));
        for (Path segment : sorted(generation.resolve("wal"))) {
            replay.put(unpacked(segment), segment.getFileName().toString().contains("_00000000."));
        }
        return replay;
    }

    private static List<Path> sorted(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".lz4"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new Lz4FrameInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private void put(byte[] segment, boolean hasHeader) {
        int frameBytes = WalFrame.HEADER_BYTES + pageBytes;
        ByteBuffer in = ByteBuffer.wrap(segment);
        for (int at = hasHeader ? WalHeader.BYTES : 0; at < segment.length; at += frameBytes) {
            int page = in.getInt(at);
            int commit = in.getInt(at + 4);
            if (length < page * pageBytes) {
                resize(page * pageBytes);
            }
            System.arraycopy(segment, at + WalFrame.HEADER_BYTES, pages, (page - 1) * pageBytes, pageBytes);
            if (commit > 0) {
                resize(commit * pageBytes);
            }
            frames++;
        }
    }

    /// What grows has zeros at its end, whatever was there before it shrank.
    private void resize(int bytes) {
        if (bytes > pages.length) {
            pages = Arrays.copyOf(pages, Math.max(bytes, 2 * pages.length));
        }
        if (bytes < length) {
            Arrays.fill(pages, bytes, length, (byte) 0);
        }
        length = bytes;
    }

    long frames() {
        return frames;
    }

    /// How many pages of `database` are other ones, or are in one of the two only.
    long differing(byte[] database) {
        long differing = Math.abs(database.length - length) / pageBytes;
        for (int at = 0; at + pageBytes <= Math.min(database.length, length); at += pageBytes) {
            if (!Arrays.equals(database, at, at + pageBytes, pages, at, at + pageBytes)) {
                differing++;
            }
        }
        return differing;
    }
}
