package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.page.Pages;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The database file while it is put together. Nobody else has it open.
///
/// What is written waits in memory, of each page the latest image, and goes into the file in page order, neighbours
/// together: a page that a thousand transactions have changed is written once.
final class PageFile implements Closeable {
    /// Of page images that wait, at most, and as a part of the heap: the rest is for what is fetched and decoded.
    private static final long MOST_BYTES = 32 << 20;

    private static final int PART_OF_HEAP = 8;
    private static final int RUN_BYTES = 1 << 20;

    private final FileChannel channel;
    private final PageSize size;
    private final Room room;
    private final ByteBuffer compared;
    private final MergedPages merged;
    private final ByteBuffer run = ByteBuffer.allocateDirect(RUN_BYTES);

    /// The page that the file ends inside, until it is written or cut off; 0 where there is none.
    private long tornPage;

    PageFile(Path file, PageSize size, Room room) throws IOException {
        this(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE), size, room, budgetBytes());
    }

    /// Makes the file, which does not exist, for its owner alone.
    static PageFile create(Path file, PageSize size, Room room) throws IOException {
        return create(file, size, room, budgetBytes());
    }

    static PageFile create(Path file, PageSize size, Room room, int budgetBytes) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new PageFile(channel, size, room, budgetBytes);
    }

    private static int budgetBytes() {
        return (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    private PageFile(FileChannel channel, PageSize size, Room room, int budgetBytes) throws IOException {
        this.channel = channel;
        this.tornPage = channel.size() % size.bytes() == 0 ? 0 : channel.size() / size.bytes() + 1;
        this.merged = new MergedPages(size, budgetBytes);
        this.size = size;
        this.room = room;
        this.compared = ByteBuffer.allocate(size.bytes());
    }

    void write(PageNumber page, ByteBuffer image) throws IOException {
        room.require(Pages.offsetBytes(page, size) + size.bytes());
        tornPage = page.value() == tornPage ? 0 : tornPage;
        if (!merged.put(page.value(), image)) {
            flush();
            merged.put(page.value(), image);
        }
    }

    private void flush() throws IOException {
        long at = 0;
        for (long page : merged.pages()) {
            long own = Pages.offsetBytes(new PageNumber(page), size);
            if (own != at + run.position() || !run.hasRemaining()) {
                writeRun(at);
                at = own;
            }
            run.put(merged.get(page).orElseThrow());
        }
        writeRun(at);
        merged.clear();
    }

    private void writeRun(long from) throws IOException {
        long at = from;
        run.flip();
        while (run.hasRemaining()) {
            at += channel.write(run, at);
        }
        run.clear();
    }

    /// Whether `page` is in the file and holds exactly `image`.
    boolean holds(PageNumber page, ByteBuffer image) throws IOException {
        Optional<ByteBuffer> waiting = merged.get(page.value());
        if (waiting.isPresent()) {
            return waiting.get().equals(image);
        }
        compared.clear();
        long at = Pages.offsetBytes(page, size);
        while (compared.hasRemaining()) {
            int read = channel.read(compared, at + compared.position());
            if (read < 0) {
                return false;
            }
        }
        return compared.flip().equals(image);
    }

    /// The first bytes of the file, fewer where it has fewer.
    ByteBuffer beginning(int bytes) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(bytes);
        int read = 0;
        while (first.hasRemaining() && read >= 0) {
            read = channel.read(first, first.position());
        }
        return first.flip();
    }

    /// Cuts the file, or makes it longer with pages of zeros: what an earlier index has dropped must not come
    /// back when a later one grows the file again (0.3 spec, section 4.3).
    void setPages(long pages) throws IOException {
        long wanted = pages * size.bytes();
        room.require(wanted);
        tornPage = pages < tornPage ? 0 : tornPage;
        merged.cut(pages);
        if (channel.size() > wanted) {
            channel.truncate(wanted);
        } else if (channel.size() < wanted) {
            channel.write(ByteBuffer.allocate(1), wanted - 1);
        }
    }

    /// Whether it was opened with a last page that is not whole, and still has that page.
    boolean hasTornPage() {
        return tornPage > 0;
    }

    /// Writes what waits.
    void finish() throws IOException {
        flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
