package dev.lifeboat.engine.ltx;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.lz4.Lz4DamageException;
import dev.lifeboat.engine.lz4.Lz4Page;
import dev.lifeboat.engine.page.Pages;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/// Reads one file, page by page, and holds it to everything that the format says (0.5 spec, sections 1.1 to 1.9):
/// header, both page encodings, order and bounds of the pages, index, checksums, nothing behind the trailer, and for a
/// snapshot that every page is there. Anything else is a [LtxDamageException].
///
/// Only who has seen [#next] answer false has a verified file; pages before that are not to be believed yet. Holds one
/// page in memory, whatever the file says of its sizes. For one thread.
public final class LtxDecoder implements Closeable {
    private static final int PAGE_HEADER_BYTES = 6;
    private static final int SIZE_FOLLOWS = 1;

    private final FileInput in;
    private final Crc64 crc = new Crc64();
    private final ExpectedIndex index = new ExpectedIndex();
    private final byte[] headerBytes;
    private final LtxHeader header;
    private final Lz4Page unpacker;
    private final long lockPage;
    private final byte[] image;
    private final byte[] fixed = new byte[Long.BYTES];
    private long page;
    private long database = Checksums.FLAG;
    private boolean finished;

    /// Reads the header. Closing the decoder closes `in`.
    public LtxDecoder(InputStream in) throws IOException {
        this.in = new FileInput(in);
        this.headerBytes = this.in.readNBytes(LtxHeader.BYTES);
        this.header = LtxHeader.read(headerBytes);
        crc.update(headerBytes);
        this.unpacker = new Lz4Page(header.pageSize().bytes());
        this.image = new byte[header.pageSize().bytes()];
        this.lockPage = lockPage(header.pageSize());
    }

    private static long lockPage(PageSize size) {
        return Pages.lockPage(size).value();
    }

    public LtxHeader header() {
        return header;
    }

    /// The header as it is in the file.
    public byte[] headerBytes() {
        return headerBytes.clone();
    }

    /// The number of the current page, counted from one.
    public long page() {
        return page;
    }

    /// The content of the current page: the decoder's own array, overwritten by the next one.
    public byte[] image() {
        return image;
    }

    /// Goes to the next page. False at the end, after everything was verified.
    public boolean next() throws IOException {
        if (finished) {
            return false;
        }
        try {
            long start = in.offsetBytes();
            take(PAGE_HEADER_BYTES, "the header of a page");
            long number = Integer.toUnsignedLong(ByteBuffer.wrap(fixed).getInt());
            int flags = Short.toUnsignedInt(ByteBuffer.wrap(fixed).getShort(Integer.BYTES));
            require(
                    (flags & ~SIZE_FOLLOWS) == 0,
                    "a page has unknown flags: " + String.format(Locale.ROOT, "%04x", flags));
            if (number == 0) {
                require(flags == 0, "a page has no number");
                finish();
                return false;
            }
            checkPlace(number);
            unpack(flags);
            crc.update(image);
            index.add(number, start, in.offsetBytes() - start);
            page = number;
            if (header.tracksChecksums()) {
                database = Checksums.toggled(database, Checksums.page(number, image));
            }
            return true;
        } catch (Lz4DamageException e) {
            throw (LtxDamageException)
                    new LtxDamageException(e.reason() + ", before byte " + in.offsetBytes()).initCause(e);
        }
    }

    /// Reads a few bytes of fixed meaning into `fixed`.
    private void take(int length, String where) throws IOException {
        in.fill(fixed, length, where);
        crc.update(fixed, 0, length);
    }

    private void checkPlace(long number) throws LtxDamageException {
        require(number > page, "page " + number + " follows page " + page);
        require(
                number <= header.commitPages(),
                "page " + number + " lies behind the end of a database of " + header.commitPages() + " pages");
        require(number != lockPage, "it holds page " + number + ", which no database uses");
        require(
                !header.isSnapshot() || number == following(page),
                "it is a snapshot, and page " + following(page) + " is not in it");
    }

    /// The page that follows in a file without gaps.
    private long following(long number) {
        return number + 1 == lockPage ? number + 2 : number + 1;
    }

    private void unpack(int flags) throws IOException {
        if (flags != SIZE_FOLLOWS) {
            unpacker.frame(in, image);
            return;
        }
        take(Integer.BYTES, "the size of a page");
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(fixed).getInt());
        require(length <= unpacker.mostPackedBytes(), "a page says " + length + " bytes");
        unpacker.block(in, (int) length, image);
    }

    private void finish() throws IOException {
        require(
                !header.isSnapshot() || following(page) > header.commitPages(),
                "it is a snapshot of " + header.commitPages() + " pages, and ends with page " + page);
        checkIndex();
        long after = takeLong("its trailer");
        in.fill(fixed, Long.BYTES, "its trailer");
        long said = ByteBuffer.wrap(fixed).getLong();
        require(said == (Checksums.FLAG | crc.value()), "its checksum is wrong");
        require(
                header.tracksChecksums() ? after < 0 : after == 0,
                "the checksum of the database after it is not valid");
        require(
                !header.tracksChecksums() || !header.isSnapshot() || after == database,
                "the checksum of the database after it is wrong");
        require(in.read() < 0, "there are bytes behind its end");
        finished = true;
    }

    private void checkIndex() throws IOException {
        Crc64 found = new Crc64();
        for (long left = index.bytes(); left > 0; ) {
            int part = (int) Math.min(left, fixed.length);
            take(part, "its index");
            found.update(fixed, 0, part);
            left -= part;
        }
        take(1, "its index");
        boolean isRight = index.matches(found) && fixed[0] == 0 && takeLong("its index") == index.bytes() + 1;
        require(isRight, "its index does not match its pages");
    }

    private long takeLong(String where) throws IOException {
        take(Long.BYTES, where);
        return ByteBuffer.wrap(fixed).getLong();
    }

    private static void require(boolean holds, String reason) throws LtxDamageException {
        if (!holds) {
            throw new LtxDamageException(reason);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
