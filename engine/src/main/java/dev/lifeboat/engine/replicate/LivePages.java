package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the pages of a tail hold in the database as it is now: the newest committed frame of each in the WAL, else the
/// file. Used under a read mark, which keeps frames that are found from being overwritten, or shows it in the header.
final class LivePages {
    private final LiveDatabase database;
    private final Set<Long> wanted;

    LivePages(LiveDatabase database, Tail tail) {
        this.database = database;
        this.wanted = tail.frames().stream().map(Tail.Frame::page).collect(Collectors.toSet());
    }

    /// Page to content. Where the WAL is restarted meanwhile, all of it has been back-filled before.
    Map<Long, Long> find(WalFile wal, WalHeader header) throws IOException {
        if (!header.pageSize().equals(database.pageSize())) {
            return Map.of();
        }
        Frames frames = new Frames();
        WalScan.fromStart(header).read(wal.from(WalHeader.BYTES), frames);
        boolean isStill = WalHeader.read(wal.first(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader now)
                && now.equals(header);
        Map<Long, Long> found = findInFile();
        if (isStill) {
            found.putAll(frames.committed);
        }
        return found;
    }

    Map<Long, Long> findInFile() throws IOException {
        int pageBytes = database.pageSize().bytes();
        byte[] page = new byte[pageBytes];
        Map<Long, Long> found = new HashMap<>();
        for (long number : wanted) {
            if (database.file().read((number - 1) * pageBytes, page, pageBytes) == pageBytes) {
                found.put(number, Tail.content(ByteBuffer.wrap(page)));
            }
        }
        return found;
    }

    private final class Frames implements WalScan.Visitor {
        private final Map<Long, Long> pending = new HashMap<>();
        private final Map<Long, Long> committed = new HashMap<>();

        @Override
        public void frame(WalFrame frame, ByteBuffer raw) {
            if (wanted.contains(frame.page().value())) {
                int pageBytes = database.pageSize().bytes();
                pending.put(frame.page().value(), Tail.content(raw.slice(WalFrame.HEADER_BYTES, pageBytes)));
            }
            if (frame.isCommit()) {
                committed.putAll(pending);
                pending.clear();
            }
        }
    }
}
