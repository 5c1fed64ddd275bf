package dev.lifeboat.bench.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// A replica in the layout of 0.5: a snapshot at level 9, then each transaction a file of level 0.
record LtxReplica(Path root) {
    private static final int PAGE_BYTES = 4096;
    private static final int WAL_HEADER_BYTES = 32;
    private static final int FRAME_BYTES = 24 + PAGE_BYTES;
    private static final long CHECKPOINT_BYTES = 4L << 20;

    /// `files` files of together `rows` rows, unless it is there already.
    void make(Path scratch, int files, long rows) throws IOException, SQLException {
        if (Files.exists(root)) {
            return;
        }
        try (Source source = Source.in(scratch)) {
            byte[] database = Files.readAllBytes(source.database());
            SortedMap<Integer, byte[]> pages = new TreeMap<>();
            for (int at = 0; at < database.length; at += PAGE_BYTES) {
                pages.put(1 + at / PAGE_BYTES, Arrays.copyOfRange(database, at, at + PAGE_BYTES));
            }
            put(9, 1, new LtxFile(pages.size(), pages));
            int seen = 0;
            for (int n = 1; n < files; n++) {
                source.insert(rows * (n - 1) / (files - 1), rows * n / (files - 1));
                byte[] wal = Files.readAllBytes(source.wal());
                put(0, n + 1L, changes(wal, Math.max(seen, WAL_HEADER_BYTES)));
                seen = wal.length;
                if (seen > CHECKPOINT_BYTES) {
                    source.checkpoint();
                    seen = 0;
                }
            }
        }
    }

    private static LtxFile changes(byte[] wal, int from) {
        SortedMap<Integer, byte[]> pages = new TreeMap<>();
        ByteBuffer frames = ByteBuffer.wrap(wal);
        int commit = 0;
        for (int at = from; at < wal.length; at += FRAME_BYTES) {
            commit = Math.max(commit, frames.getInt(at + 4));
            pages.put(frames.getInt(at), Arrays.copyOfRange(wal, at + 24, at + FRAME_BYTES));
        }
        return new LtxFile(commit, pages);
    }

    private void put(int level, long txid, LtxFile file) throws IOException {
        Path object = root.resolve(String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, txid, txid));
        Files.createDirectories(object.resolveSibling("."));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        file.write(txid, PAGE_BYTES, bytes);
        Files.write(object, bytes.toByteArray());
    }
}
