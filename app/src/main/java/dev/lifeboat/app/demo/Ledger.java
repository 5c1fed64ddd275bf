package dev.lifeboat.app.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// The numbers of the transactions that the shop has promised to its customers: one line each, fsynced after
/// COMMIT and before the next transaction begins. It never lies on the database, and a number is never used
/// twice.
final class Ledger implements Closeable {
    private final FileChannel channel;

    private Ledger(FileChannel channel) {
        this.channel = channel;
    }

    record Entry(long sequence, Instant at) {}

    static Ledger append(Path file) throws IOException {
        return new Ledger(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void promise(Entry entry) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap((entry.sequence() + " " + entry.at() + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
    }

    /// All whole lines; a last one that is torn was never promised.
    static List<Entry> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Ledger::entry)
                .toList();
    }

    static Optional<Entry> newest(Path file) throws IOException {
        List<Entry> all = read(file);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    static NavigableSet<Long> sequences(Path file) throws IOException {
        TreeSet<Long> sequences = new TreeSet<>();
        read(file).forEach(entry -> sequences.add(entry.sequence()));
        return sequences;
    }

    private static Entry entry(String line) {
        int space = line.indexOf(' ');
        return new Entry(Long.parseLong(line.substring(0, space)), Instant.parse(line.substring(space + 1)));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
