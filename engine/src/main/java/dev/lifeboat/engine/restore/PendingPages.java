package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The pages of the transaction that is being read: they reach the database file only if its commit comes.
///
/// A VACUUM is one transaction as large as the database, so what does not fit the heap waits in a file. Of each
/// page only its number stays in memory.
final class PendingPages implements Closeable {
    /// Enough for any ordinary transaction.
    private static final long MOST_BYTES = 8 << 20;

    private static final int PART_OF_HEAP = 16;

    private final PageSize size;
    private final Room room;
    private final ByteBuffer heap;
    private final FileChannel spill;
    private long[] numbers = new long[64];
    private int count;

    /// `spillFile` is made here and goes with its directory.
    PendingPages(PageSize size, Path spillFile, Room room) throws IOException {
        this(size, spillFile, room, (int)
                Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    PendingPages(PageSize size, Path spillFile, Room room, int heapBytes) throws IOException {
        this.size = size;
        this.room = room;
        this.heap = ByteBuffer.allocate(heapBytes);
        this.spill = FileChannel.open(
                spillFile,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    void add(PageNumber page, ByteBuffer image) throws IOException {
        if (heap.remaining() < size.bytes()) {
            drain(heap.flip());
            heap.clear();
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = page.value();
        heap.put(image);
    }

    private void drain(ByteBuffer bytes) throws IOException {
        room.require(spill.position() + bytes.remaining());
        while (bytes.hasRemaining()) {
            spill.write(bytes);
        }
    }

    /// Writes everything to `file` in the order in which it was added, so that the last image of a page wins.
    void commit(PageFile file) throws IOException {
        int spilled = Math.toIntExact(spill.size() / size.bytes());
        ByteBuffer page = ByteBuffer.allocate(size.bytes());
        for (int i = 0; i < spilled; i++) {
            page.clear();
            while (page.hasRemaining()) {
                if (spill.read(page, (long) i * size.bytes() + page.position()) < 0) {
                    throw new EOFException("the spill file was cut");
                }
            }
            file.write(new PageNumber(numbers[i]), page.flip());
        }
        for (int i = spilled; i < count; i++) {
            file.write(new PageNumber(numbers[i]), heap.slice((i - spilled) * size.bytes(), size.bytes()));
        }
        discard();
    }

    /// Forgets a transaction whose commit does not come.
    void discard() throws IOException {
        count = 0;
        heap.clear();
        if (spill.size() > 0) {
            spill.truncate(0);
            spill.position(0);
        }
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
