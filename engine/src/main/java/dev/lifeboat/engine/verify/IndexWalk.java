package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.CountedInputStream;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.KeyNames;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.wal.ScanEnd;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Follows the segments of one WAL index: header, and every frame. Nothing less tells that none is missing: where a
/// segment ends is not in its name.
///
/// Behind a segment that breaks the chain, frames cannot be judged any more, only the objects in themselves.
final class IndexWalk {
    private final Backup backup;
    private final KeyNames names;
    private final boolean isNeeded;
    private final LongConsumer read;
    private final List<Broken> broken = new ArrayList<>();
    private @Nullable WalScan scan;
    /// Where the segment before ended; negative where that is not known.
    private long end = -1;

    private long payloadBytes;

    /// `isNeeded` is false for what an interrupted retention has left of an index before every snapshot: holes there
    /// take nothing away (pitfall P3).
    IndexWalk(Backup backup, KeyNames names, boolean isNeeded, LongConsumer read) {
        this.backup = backup;
        this.names = names;
        this.isNeeded = isNeeded;
        this.read = read;
    }

    List<Broken> walk(List<Segment> inOrder) throws IOException {
        for (Segment segment : inOrder) {
            Counted counted = new Counted(read);
            try (InputStream in = backup.open(segment.key(), counted)) {
                follows(segment);
                payloadBytes = 0;
                all(segment, new CountedInputStream(in, done -> payloadBytes = done));
            } catch (DamagedObjectException e) {
                say(segment, e.reason());
                scan = null;
                end = -1;
            }
        }
        return broken;
    }

    /// Names give the end of a segment from where the next one begins: only its length tells the truth.
    private void follows(Segment segment) {
        if (end < 0 || end == segment.offset()) {
            return;
        }
        scan = null;
        if (!isNeeded) {
            return;
        }
        if (segment.offset() > end) {
            String missing = names.segment(new Position(segment.generation(), segment.index(), end));
            String reason =
                    "it is missing: the segment before it ends here, the next begins at " + hex(segment.offset());
            broken.add(new Broken(missing, reason, true));
        } else {
            say(segment, "it begins at " + hex(segment.offset()) + ", but the segment before it ends at " + hex(end));
        }
    }

    private void all(Segment segment, InputStream in) throws IOException {
        if (segment.offset() == 0) {
            scan = begin(segment, in);
        }
        if (scan != null) {
            ScanEnd stopped = scan.read(in, (_, _) -> {});
            if (!(stopped instanceof ScanEnd.Clean)) {
                say(segment, stopped.reason());
                scan = null;
            }
        }
        in.transferTo(OutputStream.nullOutputStream());
        end = segment.offset() + payloadBytes;
    }

    private @Nullable WalScan begin(Segment segment, InputStream in) throws IOException {
        return switch (WalHeader.read(in.readNBytes(WalHeader.BYTES))) {
            case WalHeader.Reading.Header(WalHeader found) -> WalScan.fromStart(found);
            case WalHeader.Reading.NotAWal(String reason) -> {
                say(segment, "it does not begin a WAL: " + reason);
                yield null;
            }
        };
    }

    private static String hex(long offset) {
        return String.format(Locale.ROOT, "%08x", offset);
    }

    private void say(Segment segment, String reason) {
        broken.add(new Broken(segment.key(), reason, false));
    }
}
