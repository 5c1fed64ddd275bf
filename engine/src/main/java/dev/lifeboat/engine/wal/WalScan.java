package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/// Walks the frames of one life of a WAL and checks each: complete, page number, salts, chained checksum (0.3 spec,
/// section 6).
///
/// The bytes may come in pieces: each call of [#read] goes on where the one before ended. Frames behind [#committed]
/// are not stable in a live WAL, SQLite rewrites them in place until their transaction commits: a reader of a live WAL
/// starts its next scan with `resume(header, scan.committed())`. Holds one frame in memory. Not for several threads.
public final class WalScan {
    private final WalHeader header;
    private final byte[] frame;
    private final ByteBuffer raw;
    private final IntBuffer frameWords;
    private final int[] words;
    private WalCursor cursor;
    private WalCursor committed;
    private long commitPages;

    private WalScan(WalHeader header, WalCursor from) {
        if (!header.isFrameBoundary(from.offsetBytes())) {
            throw new IllegalArgumentException("offset is not the end of a frame: " + from.offsetBytes());
        }
        this.header = header;
        this.frame = new byte[header.frameBytes()];
        this.raw = ByteBuffer.wrap(frame).asReadOnlyBuffer();
        this.frameWords = ByteBuffer.wrap(frame).order(header.checksumOrder()).asIntBuffer();
        this.words = new int[frame.length / Integer.BYTES];
        this.cursor = from;
        this.committed = from;
    }

    /// A scan that begins with the first frame, at offset 32.
    public static WalScan fromStart(WalHeader header) {
        return new WalScan(header, WalCursor.behind(header));
    }

    /// A scan that begins at `from`, which an earlier scan of the same life has reached.
    public static WalScan resume(WalHeader header, WalCursor from) {
        return new WalScan(header, from);
    }

    /// Called for every good frame, in order. `raw` is the whole frame, its page begins at [WalFrame#HEADER_BYTES]; it
    /// is read-only and its bytes are overwritten after the call.
    @FunctionalInterface
    public interface Visitor {
        void frame(WalFrame frame, ByteBuffer raw) throws IOException;
    }

    /// Reads frames from `in`, whose first byte lies at the cursor's offset, until the stream or the chain ends.
    public ScanEnd read(InputStream in, Visitor visitor) throws IOException {
        while (true) {
            int present = in.readNBytes(frame, 0, frame.length);
            if (present == 0) {
                return new ScanEnd.Clean(cursor.offsetBytes());
            }
            if (present < frame.length) {
                return new ScanEnd.TornFrame(cursor.offsetBytes(), present);
            }
            raw.clear();
            if (raw.getInt(8) != header.salt1() || raw.getInt(12) != header.salt2()) {
                return new ScanEnd.SaltChanged(cursor.offsetBytes());
            }
            long page = Integer.toUnsignedLong(raw.getInt(0));
            if (!PageNumber.isValid(page)) {
                return new ScanEnd.BadPageNumber(cursor.offsetBytes());
            }
            WalChecksum sum = checksum();
            if (raw.getInt(16) != sum.a() || raw.getInt(20) != sum.b()) {
                return new ScanEnd.BadChecksum(cursor.offsetBytes(), new PageNumber(page));
            }
            WalFrame good =
                    new WalFrame(cursor.offsetBytes(), new PageNumber(page), Integer.toUnsignedLong(raw.getInt(4)));
            visitor.frame(good, raw);
            advance(good, sum);
        }
    }

    /// Over the first eight bytes of the frame's header and over its page: salts and checksum are not covered.
    private WalChecksum checksum() {
        frameWords.get(0, words);
        return cursor.checksum().over(words, 0, 2).over(words, WalFrame.HEADER_BYTES / Integer.BYTES, words.length);
    }

    private void advance(WalFrame good, WalChecksum sum) {
        cursor = new WalCursor(cursor.offsetBytes() + frame.length, sum);
        if (good.isCommit()) {
            committed = cursor;
            commitPages = good.commitPages();
        }
    }

    public WalHeader header() {
        return header;
    }

    /// Behind the last good frame.
    public WalCursor cursor() {
        return cursor;
    }

    /// Behind the last frame that committed; where the scan began if none did.
    public WalCursor committed() {
        return committed;
    }

    /// The size of the database in pages after the last commit that this scan has seen; 0 where it has seen none.
    public long commitPages() {
        return commitPages;
    }
}
