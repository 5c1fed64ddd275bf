package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxFile.Extent;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.ltx.LtxHeader;
import dev.lifeboat.engine.ltx.LtxPageStream;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.page.Pages;
import dev.lifeboat.engine.wal.ScanEnd;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Learns from the bytes of one object. Holds a block and a page in memory, whatever the object claims.
final class ObjectReader {
    /// Larger snapshots and files of the LTX format are read as far as their first page, which is page 1 where that is
    /// in them: a listing must not fetch every snapshot. Whether the rest is whole, an audit says.
    static final int WHOLE_BYTES = 1 << 20;

    private final Backup backup;

    ObjectReader(Backup backup) {
        this.backup = backup;
    }

    Facts snapshot(Snapshot snapshot, InputStream stored) throws IOException {
        try (InputStream in = backup.payload(snapshot.key(), stored)) {
            byte[] first = in.readNBytes(DatabaseHeader.BYTES);
            if (snapshot.sizeBytes() <= WHOLE_BYTES) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return switch (DatabaseHeader.read(ByteBuffer.wrap(first))) {
                case DatabaseHeader.Reading.Header(DatabaseHeader header) ->
                    new Facts.OfSnapshot(
                            header.pageSize(), header.pageCountIsValid() ? header.pageCount() : 0, PageOne.of(header));
                case DatabaseHeader.Reading.NotADatabase(String reason) ->
                    new Facts.Damaged(Optional.empty(), "what it holds is not a database: " + reason);
            };
        }
    }

    /// `before` is where the segments before this one have led, see [Facts#from].
    Facts segment(Segment segment, Optional<Chain> before, InputStream stored) throws IOException {
        Optional<WalCursor> from = before.map(Chain::cursor);
        try (InputStream in = backup.payload(segment.key(), stored)) {
            if (segment.offset() > 0 && before.isEmpty()) {
                return unfollowed(segment, in);
            }
            WalScan scan = before.map(chain -> WalScan.resume(chain.header(), chain.cursor()))
                    .orElse(null);
            if (scan == null) {
                switch (WalHeader.read(in.readNBytes(WalHeader.BYTES))) {
                    case WalHeader.Reading.NotAWal(String reason) -> {
                        return new Facts.Damaged(from, "it does not begin a WAL: " + reason);
                    }
                    case WalHeader.Reading.Header(WalHeader header) -> scan = WalScan.fromStart(header);
                }
            }
            return followed(segment, from, scan, in);
        } catch (ArithmeticException _) {
            return new Facts.Damaged(from, "its end lies behind any file");
        }
    }

    private static Facts unfollowed(Segment segment, InputStream in) throws IOException {
        long end = Math.addExact(segment.offset(), in.transferTo(OutputStream.nullOutputStream()));
        return new Facts.OfSegment(Optional.empty(), end, Optional.empty(), List.of(), Optional.empty());
    }

    private static Facts followed(Segment segment, Optional<WalCursor> from, WalScan scan, InputStream in)
            throws IOException {
        PageNumber lockPage = Pages.lockPage(scan.header().pageSize());
        CommitCollector commits = new CommitCollector(scan.header().pageSize());
        ScanEnd end = scan.read(in, (frame, raw) -> {
            requireUsedPage(segment, frame, lockPage);
            commits.frame(frame, raw);
        });
        return end instanceof ScanEnd.Clean
                ? new Facts.OfSegment(
                        from,
                        scan.cursor().offsetBytes(),
                        Optional.of(new Chain(scan.header(), scan.cursor())),
                        commits.commits(),
                        commits.open())
                : new Facts.Damaged(from, end.reason());
    }

    private static void requireUsedPage(Segment segment, WalFrame frame, PageNumber lockPage)
            throws DamagedObjectException {
        if (frame.page().equals(lockPage)) {
            throw new DamagedObjectException(segment.key(), "it writes page " + lockPage + ", which no database uses");
        }
    }

    Facts file(LtxFile file, InputStream stored) throws IOException {
        try (InputStream in = backup.payload(file.key(), stored)) {
            LtxHeader header = LtxHeader.read(in.readNBytes(LtxHeader.BYTES));
            byte[] page =
                    new byte[LtxPageStream.NUMBER_BYTES + header.pageSize().bytes()];
            boolean hasPages = in.readNBytes(page, 0, page.length) == page.length;
            Optional<PageOne> first = hasPages ? first(ByteBuffer.wrap(page)) : Optional.empty();
            Extent extent = Extent.UNKNOWN;
            if (file.sizeBytes() <= WHOLE_BYTES) {
                boolean isWhole = hasPages && pagesLeft(in, page) + 1 == everyPage(header);
                extent = isWhole ? Extent.WHOLE : Extent.PART;
            }
            return new Facts.OfFile(header.pageSize(), header.commitPages(), first, header.timestamp(), extent);
        }
    }

    private static Optional<PageOne> first(ByteBuffer page) {
        return page.getInt() == 1 ? PageOne.read(page) : Optional.empty();
    }

    private static long pagesLeft(InputStream in, byte[] page) throws IOException {
        long pages = 0;
        while (in.readNBytes(page, 0, page.length) == page.length) {
            pages++;
        }
        return pages;
    }

    /// How many pages a file with all of them has: the one around the lock byte is never there.
    private static long everyPage(LtxHeader header) {
        boolean hasLockPage =
                header.commitPages() >= Pages.lockPage(header.pageSize()).value();
        return header.commitPages() - (hasLockPage ? 1 : 0);
    }
}
