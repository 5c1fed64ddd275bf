package dev.lifeboat.app.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// Overwrites pages in the middle of a database file, below SQLite, while applications use it: what a failing
/// disk or a wild write does.
///
/// It closes a descriptor of the file, which drops every lock that this process holds on it (reliability.md
/// 1.1): it runs in a process of its own that has no SQLite connection.
public final class Accident {
    private static final int PAGES = 32;
    private static final int PAGE_SIZE_OFFSET = 16;

    private Accident() {}

    /// What was overwritten: `pages` of them from page `firstPage` (from one) on, at `offsetBytes`.
    public record Harm(long firstPage, int pages, long offsetBytes, int pageSize) {}

    public static Harm happen(Path database, RandomGenerator random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.seek(PAGE_SIZE_OFFSET);
            int raw = file.readUnsignedShort();
            int pageSize = raw == 1 ? 65536 : raw;
            long firstIndex = file.length() / pageSize / 2 - PAGES / 2;
            if (firstIndex < 1) {
                throw new IOException("too small for an accident: " + database);
            }
            byte[] noise = new byte[PAGES * pageSize];
            random.nextBytes(noise);
            for (int page = 0; page < PAGES; page++) {
                // No kind of page begins with a zero, so that each one is seen to be broken.
                noise[page * pageSize] = 0;
            }
            file.seek(firstIndex * pageSize);
            file.write(noise);
            file.getFD().sync();
            return new Harm(firstIndex + 1, PAGES, firstIndex * pageSize, pageSize);
        }
    }
}
