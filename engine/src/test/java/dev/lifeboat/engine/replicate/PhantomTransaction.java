package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes a whole and valid transaction into a WAL that the wal-index knows nothing of.
final class PhantomTransaction {
    private PhantomTransaction() {}

    /// `frames` frames from `offset` on, which is the end of the committed ones.
    static void append(Path wal, long offset, int frames) throws IOException {
        try (WalFile file = WalFile.open(wal);
                RandomAccessFile out = new RandomAccessFile(wal.toFile(), "rw")) {
            WalHeader header = ((WalHeader.Reading.Header) WalHeader.read(file.first(WalHeader.BYTES))).header();
            WalScan scan = WalScan.fromStart(header);
            scan.read(file.from(WalHeader.BYTES), (_, _) -> {});
            WalCursor end = scan.committed();
            if (end.offsetBytes() != offset) {
                throw new IllegalStateException("committed end is " + end.offsetBytes() + ", not " + offset);
            }
            out.seek(offset);
            WalChecksum sum = end.checksum();
            for (int i = 0; i < frames; i++) {
                byte[] page = new byte[header.pageSize().bytes()];
                Arrays.fill(page, (byte) (0xA0 + i));
                long commitPages = i == frames - 1 ? scan.commitPages() : 0;
                byte[] frame = frame(header, 2 + i, commitPages, page, sum);
                sum = new WalChecksum(
                        ByteBuffer.wrap(frame).getInt(16),
                        ByteBuffer.wrap(frame).getInt(20));
                out.write(frame);
            }
        }
    }

    private static byte[] frame(WalHeader header, int page, long commitPages, byte[] image, WalChecksum before) {
        ByteBuffer frame = ByteBuffer.allocate(header.frameBytes());
        frame.putInt(page).putInt((int) commitPages).putInt(header.salt1()).putInt(header.salt2());
        WalChecksum sum = before.over(header.checksumOrder(), frame.array(), 0, 8)
                .over(header.checksumOrder(), image, 0, image.length);
        return frame.putInt(sum.a())
                .putInt(sum.b())
                .position(WalFrame.HEADER_BYTES)
                .put(image)
                .array();
    }
}
