package dev.lifeboat.runbooks.journal;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Appends to a journal. `append` returns when the record is on stable storage. One writer a journal: the caller
/// holds the run's lock. Not safe for use by several threads.
///
/// After a failed append the journal takes no more: what a later record says would otherwise stand behind one that
/// may be torn.
public final class Journal implements Closeable {
    private final FileChannel channel;
    private final String planHash;
    private String last;
    private boolean broken;

    private Journal(FileChannel channel, String planHash, String last) {
        this.channel = channel;
        this.planHash = planHash;
        this.last = last;
    }

    /// Opens the journal behind what `read` found, and cuts off a torn record.
    public static Journal open(Path file, String planHash, JournalFile read) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        channel.truncate(read.wholeBytes());
        channel.position(read.wholeBytes());
        channel.force(true);
        return new Journal(channel, planHash, read.lastHash());
    }

    public void append(Entry entry) throws IOException {
        if (broken) {
            throw new IOException("the journal could not be written before");
        }
        JsonObject json = EntryJson.write(entry);
        json.addProperty("plan", planHash);
        json.addProperty("prev", last);
        String line = Json.line(json);
        broken = true;
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        broken = false;
        last = Hash.of(line);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
