package dev.lifeboat.bench.restore;

import dev.lifeboat.engine.lz4.Lz4FrameOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/// A replica in the layout of 0.3: each transaction is a segment, an index ends where SQLite would checkpoint.
record SegmentedReplica(Path root) {
    private static final String GENERATION = "0123456789abcdef";
    private static final long INDEX_BYTES = 4L << 20;

    /// `segments` transactions of together `rows` rows, unless it is there already.
    void make(Path scratch, int segments, long rows) throws IOException, SQLException {
        if (Files.exists(root)) {
            return;
        }
        try (Source source = Source.in(scratch)) {
            put("snapshots/00000000.snapshot.lz4", source.database(), 0);
            int index = 0;
            long uploaded = 0;
            for (int n = 0; n < segments; n++) {
                source.insert(rows * n / segments, rows * (n + 1) / segments);
                put(String.format(Locale.ROOT, "wal/%08x_%08x.wal.lz4", index, uploaded), source.wal(), uploaded);
                uploaded = Files.size(source.wal());
                if (uploaded > INDEX_BYTES) {
                    source.checkpoint();
                    index++;
                    uploaded = 0;
                }
            }
        }
    }

    private void put(String name, Path file, long from) throws IOException {
        Path object = root.resolve("generations").resolve(GENERATION).resolve(name);
        Files.createDirectories(object.resolveSibling("."));
        try (FileChannel channel = FileChannel.open(file).position(from);
                InputStream in = Channels.newInputStream(channel);
                OutputStream out = new Lz4FrameOutputStream(Files.newOutputStream(object))) {
            in.transferTo(out);
        }
    }
}
