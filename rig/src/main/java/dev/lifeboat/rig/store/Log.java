package dev.lifeboat.rig.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Every change of the store, a line each, fsynced before the answer goes out:
/// `MICROS WHAT BYTES SHA256 BUCKET/KEY`, where WHAT is `put`, `lost` (done, but nobody was told) or `delete`.
public final class Log implements Closeable {
    private final FileChannel file;
    private final boolean forces;

    Log(Path path, boolean forces) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.forces = forces;
    }

    synchronized void note(String what, long bytes, String sha256, String bucket, String key) throws IOException {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        String line = micros + " " + what + " " + bytes + " " + sha256 + " " + bucket + "/" + key + "\n";
        file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        if (forces) {
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// One line of the log.
    public record Change(long micros, String what, long bytes, String sha256, String path) {
        /// Whether the writer was told that the object is there.
        public boolean isAcknowledgedPut() {
            return what.equals("put");
        }
    }

    /// What was logged so far, the oldest first; nothing where there is no log.
    public static List<Change> read(Path path) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
            String[] words = line.split(" ", 5);
            if (words.length == 5) {
                changes.add(
                        new Change(Long.parseLong(words[0]), words[1], Long.parseLong(words[2]), words[3], words[4]));
            }
        }
        return changes;
    }
}
