package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.wal.ScanEnd;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Looks whether a snapshot was taken later than the point that is restored from it inside its own index.
///
/// Such a snapshot holds pages of transactions behind the point; those that no frame up to the point replaces
/// would stay, and old and new pages would be mixed without any error (pitfalls P5 and P6). Storage times do not
/// decide it, copies change them. The content does: if for some commit behind the point every page written since
/// the point, and not replaced up to it, looks in the file as that commit left it, then the snapshot is from
/// then. What cannot be read behind the point is no witness.
final class SnapshotWitness {
    private final Backup backup;
    private final GenerationsPlan plan;
    private final PageFile pages;
    private final Replay replay;

    /// The pages that only frames behind the point have written, and of them those whose latest image the file does not
    /// hold. Behind a commit that makes the database shorter, what it cut off says nothing any more.
    private final PageSet compared = new PageSet();

    private final PageSet differing = new PageSet();

    private boolean ahead;

    SnapshotWitness(Backup backup, GenerationsPlan plan, PageFile pages, Replay replay) {
        this.backup = backup;
        this.plan = plan;
        this.pages = pages;
        this.replay = replay;
    }

    boolean isAhead() throws IOException {
        Optional<WalScan> scan = Optional.empty();
        for (Segment segment : ownIndex()) {
            try (InputStream in = backup.open(segment.key(), _ -> {})) {
                if (scan.isEmpty()) {
                    scan = begin(in);
                }
                if (scan.isEmpty()
                        || !(scan.get().read(in, this::frame) instanceof ScanEnd.Clean(long end))
                        || end < segment.end().orElse(end)) {
                    return ahead;
                }
            } catch (DamagedObjectException _) {
                return ahead;
            }
        }
        return ahead;
    }

    private List<Segment> ownIndex() {
        return plan
                .history()
                .generation(plan.snapshot().generation())
                .map(Generation::segments)
                .orElse(List.of())
                .stream()
                .filter(each -> each.index() == plan.snapshot().index())
                .toList();
    }

    private static Optional<WalScan> begin(InputStream in) throws IOException {
        return WalHeader.read(in.readNBytes(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader header)
                ? Optional.of(WalScan.fromStart(header))
                : Optional.empty();
    }

    private void frame(WalFrame frame, ByteBuffer raw) throws IOException {
        if (frame.offsetBytes() < replay.exact().offset()) {
            return;
        }
        if (!replay.hasTouched(frame.page())) {
            ByteBuffer image = raw.slice(WalFrame.HEADER_BYTES, raw.capacity() - WalFrame.HEADER_BYTES);
            compared.add(frame.page());
            if (pages.holds(frame.page(), image)) {
                differing.remove(frame.page());
            } else {
                differing.add(frame.page());
            }
        }
        if (frame.isCommit()) {
            compared.removeBehind(frame.commitPages());
            differing.removeBehind(frame.commitPages());
            ahead |= !compared.isEmpty() && differing.isEmpty();
        }
    }
}
