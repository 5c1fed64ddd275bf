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

/// The pages of the transaction that is being read: they reach the database file only if its commit comes.
///
/// A VACUUM is one transaction as large as the database, so what does not fit the heap waits in a file, numbers and
/// all: the memory is the same for a transaction that never ends (SE-8).
final class PendingPages implements Closeable {
    /// Enough for any ordinary transaction.
    private static final long MOST_BYTES = 8 << 20;

    private static final int PART_OF_HEAP = 16;

    private static final int NUMBER_BYTES = Integer.BYTES;

    private final int recordBytes;
    private final Room room;
    private final ByteBuffer heap;
    private final FileChannel spill;

    /// `spillFile` is made here and goes with its directory.
    PendingPages(PageSize size, Path spillFile, Room room) throws IOException {
        this(size, spillFile, room, (int)
                Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    PendingPages(PageSize size, Path spillFile, Room room, int heapBytes) throws IOException {
        this.recordBytes = NUMBER_BYTES + size.bytes();
        this.room = room;
        this.heap = ByteBuffer.allocate(Math.max(heapBytes, recordBytes));
        this.spill = FileChannel.open(
                spillFile,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    void add(PageNumber page, ByteBuffer image) throws IOException {
        if (heap.remaining() < recordBytes) {
            drain(heap.flip());
            heap.clear();
        }
        heap.putInt((int) page.value()).put(image);
    }

    private void drain(ByteBuffer bytes) throws IOException {
        room.requireBeside(spill.position() + bytes.remaining());
        while (bytes.hasRemaining()) {
            spill.write(bytes);
        }
    }

    /// Writes everything to `file` in the order in which it was added, so that the last image of a page wins.
    void commit(PageFile file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(recordBytes);
        long spilled = spill.size();
        for (long at = 0; at < spilled; at += recordBytes) {
            one.clear();
            while (one.hasRemaining()) {
                if (spill.read(one, at + one.position()) < 0) {
                    throw new EOFException("the spill file was cut");
                }
            }
            write(one.flip(), file);
        }
        heap.flip();
        while (heap.hasRemaining()) {
            write(heap, file);
        }
        discard();
    }

    private void write(ByteBuffer from, PageFile file) throws IOException {
        PageNumber page = new PageNumber(Integer.toUnsignedLong(from.getInt()));
        file.write(page, from.slice(from.position(), recordBytes - NUMBER_BYTES));
        from.position(from.position() + recordBytes - NUMBER_BYTES);
    }

    /// Forgets a transaction whose commit does not come.
    void discard() throws IOException {
        heap.clear();
        if (spill.size() > 0) {
            spill.truncate(0);
            spill.position(0);
            room.requireBeside(0);
        }
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
