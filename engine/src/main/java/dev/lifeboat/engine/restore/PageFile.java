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
import java.util.Set;

/// The database file while it is put together. Nobody else has it open.
final class PageFile implements Closeable {
    private final FileChannel channel;
    private final PageSize size;
    private final Room room;
    private final ByteBuffer compared;

    PageFile(Path file, PageSize size, Room room) throws IOException {
        this(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE), size, room);
    }

    /// Makes the file, which does not exist, for its owner alone.
    static PageFile create(Path file, PageSize size, Room room) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new PageFile(channel, size, room);
    }

    private PageFile(FileChannel channel, PageSize size, Room room) {
        this.channel = channel;
        this.size = size;
        this.room = room;
        this.compared = ByteBuffer.allocate(size.bytes());
    }

    void write(PageNumber page, ByteBuffer image) throws IOException {
        long at = Pages.offsetBytes(page, size);
        room.require(at + size.bytes());
        while (image.hasRemaining()) {
            at += channel.write(image, at);
        }
    }

    /// Whether `page` is in the file and holds exactly `image`.
    boolean holds(PageNumber page, ByteBuffer image) throws IOException {
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
        if (channel.size() > wanted) {
            channel.truncate(wanted);
        } else if (channel.size() < wanted) {
            channel.write(ByteBuffer.allocate(1), wanted - 1);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
