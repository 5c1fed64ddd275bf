package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compares two database files page by page, byte for byte: the sentinel restore against a copy of the live database.
///
/// Both are copies that nobody has open: they are opened and closed here. On page 1 it leaves out what SQLite writes
/// anew into every copy it makes and what carries no content: the file format bytes (18, 19), the change counter
/// (24), the schema cookie (40), and the counter and library version at the end of the header (92, 96).
public final class PageComparer {
    private static final int PAGE_SIZE_AT = 16;
    private static final int MOST_NAMED = 20;
    private static final int[][] NOT_CONTENT = {{18, 20}, {24, 28}, {40, 44}, {92, 100}};
    /// The lock byte of SQLite; the page it lies in holds nothing.
    private static final long LOCK_BYTE = 0x4000_0000L;

    public PageComparison compare(Path expected, Path found) throws IOException {
        try (FileChannel one = FileChannel.open(expected, StandardOpenOption.READ);
                FileChannel other = FileChannel.open(found, StandardOpenOption.READ)) {
            List<String> reasons = new ArrayList<>();
            int pageSize = pageSize(one, expected);
            if (pageSize(other, found) != pageSize) {
                return new PageComparison(0, 0, List.of(), List.of("the page sizes differ"));
            }
            if (one.size() != other.size()) {
                reasons.add("expected " + one.size() + " bytes, found " + other.size());
            }
            return pages(one, other, pageSize, reasons);
        }
    }

    private static PageComparison pages(FileChannel one, FileChannel other, int pageSize, List<String> reasons)
            throws IOException {
        long pages = Math.min(one.size(), other.size()) / pageSize;
        long lockPage = LOCK_BYTE / pageSize + 1;
        List<PageNumber> differing = new ArrayList<>();
        long count = 0;
        ByteBuffer left = ByteBuffer.allocate(pageSize);
        ByteBuffer right = ByteBuffer.allocate(pageSize);
        for (long page = 1; page <= pages; page++) {
            read(one, left, (page - 1) * pageSize);
            read(other, right, (page - 1) * pageSize);
            if (page == 1) {
                blank(left.array());
                blank(right.array());
            }
            if (page != lockPage && !Arrays.equals(left.array(), right.array())) {
                count++;
                if (differing.size() < MOST_NAMED) {
                    differing.add(new PageNumber(page));
                }
            }
        }
        return new PageComparison(pages, count, differing, reasons);
    }

    private static int pageSize(FileChannel channel, Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(2).order(ByteOrder.BIG_ENDIAN);
        read(channel, header, PAGE_SIZE_AT);
        int bytes = Short.toUnsignedInt(header.getShort(0));
        int size = bytes == 1 ? 65536 : bytes;
        if (!PageSize.isValid(size)) {
            throw new IOException("not a database: " + file);
        }
        return size;
    }

    private static void read(FileChannel channel, ByteBuffer page, long at) throws IOException {
        page.clear();
        while (page.hasRemaining()) {
            if (channel.read(page, at + page.position()) < 0) {
                throw new IOException("the file ends at byte " + (at + page.position()));
            }
        }
    }

    private static void blank(byte[] first) {
        for (int[] range : NOT_CONTENT) {
            Arrays.fill(first, range[0], range[1], (byte) 0);
        }
    }
}
