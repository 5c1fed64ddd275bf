package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.wal.WalChecksum;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides after a start, under a fresh read mark, whether the generation goes on (CP-6, CP-7).
///
/// Nobody watched meanwhile. The proof is in the WAL itself: the same header, and the last captured transaction still
/// in its place with its checksum, which covers every byte before it. Then nothing was lost, whatever came after.
final class Resumption {
    private final LiveDatabase database;
    private final Noted noted;
    private final List<Chunk> spooled;

    /// `spooled` is what lies in the spool of the noted generation, in order.
    Resumption(LiveDatabase database, Noted noted, List<Chunk> spooled) {
        this.database = database;
        this.noted = noted;
        this.spooled = spooled;
    }

    sealed interface Outcome {
        /// Captured up to the end of `life`, after which the database has `pages` pages.
        record GoesOn(Life life, long pages) implements Outcome {}

        record Ended(String reason, Behind behind) implements Outcome {}
    }

    /// Whether the database has less than was captured, as after a power cut that took commits which were not yet on
    /// the disk (CP-8).
    enum Behind {
        NO,
        PERHAPS,
        YES
    }

    Outcome look() throws IOException {
        if (!noted.database().equals(database.file().identity())) {
            return ended("the database is another file than the one that was captured");
        }
        Optional<Life> last = lastLife();
        if (last.isEmpty()) {
            return ended("the WAL was empty when it was captured last");
        }
        try (WalFile wal = WalFile.open(database.wal())) {
            return switch (WalHeader.read(wal.first(WalHeader.BYTES))) {
                case WalHeader.Reading.Header(WalHeader header)
                when header.equals(last.get().header()) -> compare(wal, last.get());
                case WalHeader.Reading.Header(WalHeader header)
                when isEarlier(header) -> behind("its WAL is the one before the one that was captured");
                case WalHeader.Reading.Header(WalHeader header) ->
                    compareContent("the WAL was restarted", pages -> pages.find(wal, header));
                case WalHeader.Reading.NotAWal _ -> compareContent("the WAL was emptied", LivePages::findInFile);
            };
        } catch (NoSuchFileException e) {
            return compareContent("the WAL was removed", LivePages::findInFile);
        }
    }

    private Outcome compareContent(String what, Looking looking) throws IOException {
        String restarted = what + " while nobody watched";
        Tail tail = tail();
        Map<Long, Long> now = looking.find(new LivePages(database, tail));
        return switch (tail.match(now)) {
            case THERE -> ended(restarted + "; nothing that was captured is lost");
            case BEHIND -> behind("a page is as it was before the last time that it was captured, and " + restarted);
            case OTHER ->
                new Outcome.Ended(
                        "the database may be behind its replica: " + restarted
                                + ", and pages of the last transactions that were captured are different now; either"
                                + " the application has written them again, or a power cut has taken commits",
                        Behind.PERHAPS);
            case UNKNOWN -> ended(restarted);
        };
    }

    /// One way to look at the pages of a tail.
    @FunctionalInterface
    private interface Looking {
        Map<Long, Long> find(LivePages pages) throws IOException;
    }

    /// Of what was captured last, which may lie behind the note.
    private Tail tail() throws IOException {
        return end().equals(noted.captured())
                ? noted.tail()
                : Tail.of(spooled.getLast(), database.pageSize().bytes() + WalFrame.HEADER_BYTES);
    }

    /// The life that was captured last, as the note or a later chunk tells it. Its end may lie behind the noted one.
    private Optional<Life> lastLife() throws IOException {
        Position end = end();
        boolean isNoted = noted.life().isPresent()
                && noted.life().get().index() == end.index()
                && (noted.captured().offset() > 0 || end.offset() == 0);
        if (isNoted) {
            return noted.life();
        }
        Optional<Chunk> first = spooled.stream()
                .filter(chunk ->
                        chunk.start().index() == end.index() && chunk.start().offset() == 0)
                .findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = first.get().open()) {
            return WalHeader.read(in.readNBytes(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader header)
                    ? Optional.of(Life.begin(end.index(), header))
                    : Optional.empty();
        }
    }

    /// The end of what was captured: chunks are noted a little later than they are stored.
    private Position end() {
        return spooled.isEmpty() || spooled.getLast().end().compareTo(noted.captured()) < 0
                ? noted.captured()
                : spooled.getLast().end();
    }

    private boolean isEarlier(WalHeader header) {
        return noted.previous().isPresent() && noted.previous().get().equals(header)
                || noted.life().isPresent() && noted.life().get().header().equals(header);
    }

    private Outcome compare(WalFile wal, Life last) throws IOException {
        Position end = end();
        long wanted = end.offset() > 0 ? end.offset() : last.end().offsetBytes();
        Optional<WalChecksum> known = wanted == last.end().offsetBytes()
                ? Optional.of(last.end().checksum())
                : lastChecksum(spooled.getLast());
        Found found = new Found(last, wanted);
        WalScan.resume(last.header(), last.lastStart())
                .read(wal.from(last.lastStart().offsetBytes()), found);
        if (wanted == WalHeader.BYTES) {
            return new Outcome.GoesOn(last, noted.pages());
        }
        if (found.end.isEmpty()) {
            return behind("its WAL ends before the last transaction that was captured");
        }
        if (known.isEmpty() || !found.end.get().checksum().equals(known.get())) {
            return behind("its WAL holds another transaction in the place of the last one that was captured");
        }
        Life life = new Life(
                last.index(),
                last.header(),
                found.lastStart,
                found.end.get(),
                last.isInSnapshot() && end.offset() == 0);
        return new Outcome.GoesOn(life, found.pages);
    }

    /// Of the last frame of a chunk: it stands in the frame's header.
    private Optional<WalChecksum> lastChecksum(Chunk chunk) throws IOException {
        int frameBytes = database.pageSize().bytes() + WalFrame.HEADER_BYTES;
        try (InputStream in = chunk.open()) {
            in.skipNBytes(chunk.walBytes() - frameBytes);
            ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(WalFrame.HEADER_BYTES));
            return frame.remaining() < WalFrame.HEADER_BYTES
                    ? Optional.empty()
                    : Optional.of(new WalChecksum(frame.getInt(16), frame.getInt(20)));
        }
    }

    private static Outcome ended(String reason) {
        return new Outcome.Ended(reason, Behind.NO);
    }

    private static Outcome behind(String reason) {
        return new Outcome.Ended("the database is behind its replica: " + reason, Behind.YES);
    }

    GenerationId generation() {
        return noted.captured().generation();
    }

    /// Looks for the commit that ends at an offset.
    private static final class Found implements WalScan.Visitor {
        private final Life life;
        private final long wanted;
        private WalCursor lastStart;
        private WalCursor here;
        private Optional<WalCursor> end = Optional.empty();
        private long pages;

        Found(Life life, long wanted) {
            this.life = life;
            this.wanted = wanted;
            this.lastStart = life.lastStart();
            this.here = life.lastStart();
        }

        @Override
        public void frame(WalFrame frame, ByteBuffer raw) {
            if (frame.isCommit() && here.offsetBytes() < wanted) {
                lastStart = here;
                here = CommitScan.behind(life.header(), frame, raw);
                if (here.offsetBytes() == wanted) {
                    end = Optional.of(here);
                    pages = frame.commitPages();
                }
            }
        }
    }
}
