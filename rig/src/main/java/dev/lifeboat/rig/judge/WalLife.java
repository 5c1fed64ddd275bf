package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// One life of a WAL while it is replayed (<https://sqlite.org/fileformat2.html#walformat>): salts, and the chain of
/// checksums from its header to the last frame that was taken.
final class WalLife {
    static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private final int pageBytes;
    private final ByteOrder order;
    private final int salt1;
    private final int salt2;
    private final byte[] frame;
    private int sum1;
    private int sum2;
    private long pages;

    private WalLife(ByteBuffer header, ByteOrder order) {
        this.order = order;
        this.pageBytes = header.getInt(8);
        this.salt1 = header.getInt(16);
        this.salt2 = header.getInt(20);
        this.frame = new byte[FRAME_HEADER_BYTES + pageBytes];
    }

    /// Reads the header of the WAL that `in` begins with.
    static WalLife begin(InputStream in, Path from) throws IOException {
        byte[] first = in.readNBytes(HEADER_BYTES);
        ByteBuffer header = ByteBuffer.wrap(first);
        int magic = first.length < HEADER_BYTES ? 0 : header.getInt(0);
        if ((magic & ~1) != 0x377F0682) {
            throw new DamageException(from + " does not begin a WAL");
        }
        WalLife life = new WalLife(header, (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        life.add(first, 0, 24);
        if (life.sum1 != header.getInt(24) || life.sum2 != header.getInt(28)) {
            throw new DamageException(from + " has a WAL header with a wrong checksum");
        }
        return life;
    }

    private void add(byte[] bytes, int from, int length) {
        ByteBuffer words = ByteBuffer.wrap(bytes, from, length).order(order);
        int first = sum1;
        int second = sum2;
        while (words.hasRemaining()) {
            first += words.getInt() + second;
            second += words.getInt() + first;
        }
        sum1 = first;
        sum2 = second;
    }

    /// Takes the frames up to the end of `in` and returns their bytes. Pages go to `target` at once: a segment that
    /// ends in the middle of a transaction is refused, so that none has to be taken back.
    long take(InputStream in, RandomAccessFile target, Path from) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(frame);
        boolean isCommitted = true;
        long taken = 0;
        for (int got = in.readNBytes(frame, 0, frame.length); got > 0; got = in.readNBytes(frame, 0, frame.length)) {
            if (got < frame.length) {
                throw new DamageException(from + " ends within a frame");
            }
            add(frame, 0, 8);
            add(frame, FRAME_HEADER_BYTES, pageBytes);
            boolean isSound = header.getInt(8) == salt1
                    && header.getInt(12) == salt2
                    && header.getInt(16) == sum1
                    && header.getInt(20) == sum2;
            if (!isSound) {
                throw new DamageException(from + " has a wrong frame, " + taken + " bytes behind its first");
            }
            target.seek((Integer.toUnsignedLong(header.getInt(0)) - 1) * pageBytes);
            target.write(frame, FRAME_HEADER_BYTES, pageBytes);
            long size = Integer.toUnsignedLong(header.getInt(4));
            isCommitted = size > 0;
            pages = isCommitted ? size : pages;
            taken += got;
        }
        if (!isCommitted) {
            throw new DamageException(from + " ends within a transaction");
        }
        return taken;
    }

    /// The size of the database at the last commit.
    long databaseBytes() {
        return pages * pageBytes;
    }
}
