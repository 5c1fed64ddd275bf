package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.restore.SnapshotSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;

/// Looks at one snapshot: its header, and all of it where that is asked.
final class SnapshotWalk {
    private static final int CHUNK_BYTES = 256 << 10;

    private SnapshotWalk() {}

    static List<Broken> walk(Backup backup, Snapshot snapshot, boolean isWhole, LongConsumer read) throws IOException {
        try (InputStream in = backup.open(snapshot.key(), new Counted(read))) {
            byte[] first = in.readNBytes(DatabaseHeader.BYTES);
            if (!(DatabaseHeader.read(ByteBuffer.wrap(first))
                    instanceof DatabaseHeader.Reading.Header(DatabaseHeader header))) {
                return broken(snapshot, "what it holds is not a database");
            }
            if (!isWhole) {
                return List.of();
            }
            long bytes = length(in, first, snapshot);
            int page = header.pageSize().bytes();
            return bytes % page == 0
                    ? List.of()
                    : broken(snapshot, "it has " + bytes + " bytes, which are no whole pages of " + page);
        } catch (DamagedObjectException e) {
            return broken(snapshot, e.reason());
        }
    }

    /// As far as a restore would read it.
    private static long length(InputStream in, byte[] first, Snapshot snapshot) throws IOException {
        SnapshotSize size = SnapshotSize.of(first, snapshot.sizeBytes());
        byte[] chunk = new byte[CHUNK_BYTES];
        long bytes = first.length;
        for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
            bytes += got;
            size.require(bytes, snapshot.key());
        }
        return bytes;
    }

    private static List<Broken> broken(Snapshot snapshot, String reason) {
        return List.of(new Broken(snapshot.key(), reason, false));
    }
}
