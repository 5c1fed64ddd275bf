package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.page.DatabaseHeader;
import java.nio.ByteBuffer;

/// How long a snapshot says it is, and how long it may become: a few bytes of LZ4 can become a file of any length, and
/// the disk it would fill is the one that the live database is on (B2, SE-8).
///
/// A file may be longer than its header says: after a VACUUM, until a checkpoint completes. So the limit is a multiple
/// of what is said, see `docs/decisions/limits-of-what-is-unpacked.md`.
public record SnapshotSize(long saidBytes, String said, long mostBytes) {
    /// A VACUUM that leaves less than a sixteenth, and a snapshot just between its commit and the checkpoint behind it,
    /// do not meet in practice.
    private static final long MOST_TIMES = 16;

    private static final long MOST_SAID_BYTES = 1L << 48;

    /// What a small database may always be.
    private static final long ALWAYS_BYTES = 64 << 20;

    /// `first` is how the snapshot begins. Where its header does not say how long it is, the length of its object
    /// stands for that.
    public static SnapshotSize of(byte[] first, long objectBytes) {
        if (DatabaseHeader.read(ByteBuffer.wrap(first)) instanceof DatabaseHeader.Reading.Header(DatabaseHeader header)
                && header.pageCountIsValid()) {
            long bytes = header.pageCount() * header.pageSize().bytes();
            return new SnapshotSize(bytes, "its header says " + bytes, most(bytes));
        }
        return new SnapshotSize(first.length, "its object has " + objectBytes, most(objectBytes));
    }

    /// No header can say more, a listing may.
    private static long most(long bytes) {
        return Math.min(bytes, MOST_SAID_BYTES) * MOST_TIMES + ALWAYS_BYTES;
    }

    /// Refuses a snapshot that has unpacked to `bytes` so far, where that is more than it may.
    public void require(long bytes, String key) throws DamagedObjectException {
        if (bytes > mostBytes) {
            throw new DamagedObjectException(key, "it unpacks to more than " + mostBytes + " bytes, and " + said);
        }
    }
}
