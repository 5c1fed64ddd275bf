package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.page.Pages;
import dev.lifeboat.engine.wal.ScanEnd;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies segments, one after the other, and checks that they are one history: tiling, salts, checksum chain,
/// page size.
final class Replay {
    private final GenerationsPlan plan;
    private final PageFile pages;
    private final PendingPages pending;
    private final PageSize pageSize;
    private final PageNumber lockPage;
    private final EventSink events;

    /// Pages that frames of the current index have written.
    private final PageSet touched = new PageSet();

    private @Nullable WalScan scan;
    private @Nullable Segment last;
    private long lastEnd;
    private Position exact;
    private Optional<Position> after = Optional.empty();
    private long appliedPages;
    private long pagesWritten;

    Replay(GenerationsPlan plan, PageFile pages, PendingPages pending, PageSize pageSize, EventSink events) {
        this.plan = plan;
        this.pages = pages;
        this.pending = pending;
        this.pageSize = pageSize;
        this.lockPage = Pages.lockPage(pageSize);
        this.events = events;
        this.exact = plan.snapshot().position();
    }

    /// Applies one segment; what it gives back is the history with what was learned, where it cannot be applied.
    Optional<History> segment(Segment segment, FetchedObjects objects) throws IOException {
        if (last != null && last.index() != segment.index()) {
            endIndex();
        }
        if (last != null && scan != null && scan.cursor().offsetBytes() != segment.offset()) {
            // The name of this segment and the length of the one before it disagree: only now it shows.
            return Optional.of(plan.history().withEnd(last.key(), scan.cursor().offsetBytes()));
        }
        try (InputStream in = objects.open(segment.key(), _ -> {})) {
            WalScan current = scan == null ? begin(segment, in) : scan;
            scan = current;
            ScanEnd end = current.read(in, (frame, raw) -> apply(segment, frame, raw));
            if (!(end instanceof ScanEnd.Clean)) {
                throw new DamagedObjectException(segment.key(), end.reason());
            }
        }
        last = segment;
        lastEnd = scan.cursor().offsetBytes();
        return Optional.empty();
    }

    private WalScan begin(Segment segment, InputStream in) throws IOException {
        return switch (WalHeader.read(in.readNBytes(WalHeader.BYTES))) {
            case WalHeader.Reading.NotAWal(String reason) ->
                throw new DamagedObjectException(segment.key(), "it does not begin a WAL: " + reason);
            case WalHeader.Reading.Header(WalHeader header)
            when !header.pageSize().equals(pageSize) ->
                throw new DamagedObjectException(
                        segment.key(),
                        "it has pages of " + header.pageSize() + " bytes, the snapshot has pages of " + pageSize);
            case WalHeader.Reading.Header(WalHeader header) -> WalScan.fromStart(header);
        };
    }

    private void apply(Segment segment, WalFrame frame, ByteBuffer raw) throws IOException {
        if (frame.page().equals(lockPage)) {
            throw new DamagedObjectException(segment.key(), "it writes page " + lockPage + ", which no database uses");
        }
        Position end = new Position(segment.generation(), segment.index(), frame.offsetBytes() + raw.capacity());
        if (plan.stopAt().isPresent()
                && isLast(segment)
                && end.offset() > plan.stopAt().getAsLong()) {
            if (frame.isCommit() && after.isEmpty()) {
                after = Optional.of(end);
            }
            return;
        }
        pending.add(frame.page(), raw.slice(WalFrame.HEADER_BYTES, pageSize.bytes()));
        touched.add(frame.page());
        pagesWritten++;
        if (frame.isCommit()) {
            pending.commit(pages);
            appliedPages = frame.commitPages();
            exact = end;
            events.accept(new Progress(Part.APPLY, pagesWritten, 0, Unit.PAGES));
        }
    }

    private boolean isLast(Segment segment) {
        return segment.key().equals(plan.segments().getLast().key());
    }

    /// What follows the last commit of an index never happened; its last commit says how long the file is. An
    /// index without a commit changes nothing.
    void endIndex() throws IOException {
        pending.discard();
        if (appliedPages > 0) {
            pages.setPages(appliedPages);
        }
        appliedPages = 0;
        scan = null;
        touched.clear();
    }

    boolean missesItsTarget() {
        return plan.stopAt().isPresent()
                && (exact.index() != plan.segments().getLast().index()
                        || exact.offset() != plan.stopAt().getAsLong());
    }

    /// The commit that the file stands at.
    Position exact() {
        return exact;
    }

    /// Where the bytes that were read end, or where the plan says to stop.
    Position end() {
        if (last == null || plan.stopAt().isPresent()) {
            return exact;
        }
        return new Position(last.generation(), last.index(), lastEnd);
    }

    Optional<Position> commitBefore() {
        return Optional.of(exact);
    }

    Optional<Position> commitAfter() {
        return after;
    }

    boolean hasTouched(PageNumber page) {
        return touched.contains(page);
    }
}
