package dev.lifeboat.runbooks.steps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A copy of the live database between two states of the store. `moving` counts the pages that are those of neither.
///
/// A page that only one of the states has (the file grew or shrank) is compared with that one. Left out on page 1:
/// the fields that SQLite's backup sets in a copy (file format sections 1.3.2, 1.3.6, 1.3.7, 1.3.10).
record PageBracket(long pages, long moving, boolean sameSize) {
    private static final int[][] LEFT_OUT = {{18, 20}, {24, 28}, {40, 44}, {92, 100}};

    static PageBracket of(Path live, Path older, Path newer) throws IOException {
        int pageBytes = pageBytes(live);
        long moving = 0;
        long pages = 0;
        try (InputStream now = open(live);
                InputStream before = open(older);
                InputStream after = open(newer)) {
            for (byte[] page = now.readNBytes(pageBytes); page.length > 0; page = now.readNBytes(pageBytes)) {
                byte[] old = before.readNBytes(pageBytes);
                byte[] next = after.readNBytes(pageBytes);
                pages++;
                if (!same(page, old, pages) && !same(page, next, pages)) {
                    moving++;
                }
            }
        }
        long size = Files.size(live);
        return new PageBracket(pages, moving, size >= least(older, newer) && size <= most(older, newer));
    }

    private static boolean same(byte[] page, byte[] other, long number) {
        return number == 1 ? Arrays.equals(masked(page), masked(other)) : Arrays.equals(page, other);
    }

    private static byte[] masked(byte[] page) {
        byte[] copy = page.clone();
        for (int[] range : LEFT_OUT) {
            Arrays.fill(copy, Math.min(range[0], copy.length), Math.min(range[1], copy.length), (byte) 0);
        }
        return copy;
    }

    private static int pageBytes(Path file) throws IOException {
        try (InputStream in = open(file)) {
            byte[] header = in.readNBytes(100);
            int stored = header.length < 18 ? 0 : (header[16] & 0xff) << 8 | header[17] & 0xff;
            return stored == 1 ? 65536 : Math.max(512, stored);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private static long least(Path one, Path other) throws IOException {
        return Math.min(Files.size(one), Files.size(other));
    }

    private static long most(Path one, Path other) throws IOException {
        return Math.max(Files.size(one), Files.size(other));
    }
}
