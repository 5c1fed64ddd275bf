package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.live.WalFile;
import dev.lifeboat.engine.replicate.spool.Draft;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.wal.WalCursor;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads new frames of one life of a live WAL once: checks each and packs whole transactions into a draft of the spool
/// (CP-2).
///
/// It begins at the *start* of the last captured transaction, to see that it is still the one that was captured (see
/// [Follower]). The frames of a transaction wait in memory for their commit; those of one that is larger than that are
/// read a second time once its commit was found. Closing it drops what was not finished.
final class CapturePass implements Closeable, WalScan.Visitor {
    private static final int FIRST_WAITING_BYTES = 64 << 10;
    private static final int MOST_WAITING_BYTES = 1 << 20;

    private final WalFile wal;
    private final Life known;
    private final Spool spool;
    private final Position start;
    private final PageKeeper keeper;
    private final Limits limits;
    private final byte[] frameBytes;
    private byte[] waiting = new byte[0];
    private int waitingBytes;
    private boolean isTooLargeToWait;
    private long seenBytes;
    private long commits;
    private long pages;
    private WalCursor lastStart;
    private WalCursor end;
    private boolean isVerified;
    private boolean isStopped;
    private boolean isDiverged;
    private boolean isChanged;
    private @Nullable Draft draft;

    CapturePass(WalFile wal, Life known, Spool spool, Position start, PageKeeper keeper, Limits limits) {
        this.wal = wal;
        this.known = known;
        this.spool = spool;
        this.start = start;
        this.keeper = keeper;
        this.limits = limits;
        this.frameBytes = new byte[known.header().frameBytes()];
        this.lastStart = known.lastStart();
        this.end = known.end();
        this.isVerified = !known.hasCommits();
    }

    /// Ends behind the first commit after `enoughBytes` or after `deadline`; sooner, with what was committed before,
    /// where a transaction goes on behind `mostBytes`.
    record Limits(long enoughBytes, long mostBytes, Deadline deadline) {
        /// A chunk that is larger than this is no easier to send than two.
        static final Limits CHUNK = new Limits(64L << 20, Long.MAX_VALUE, Deadline.NEVER);

        /// Ends behind the first commit after `bytes`, or when a chunk is full.
        static Limits enough(long bytes, Deadline deadline) {
            return new Limits(Math.min(bytes, CHUNK.enoughBytes), Long.MAX_VALUE, deadline);
        }
    }

    sealed interface Outcome {
        record Nothing() implements Outcome {}

        /// The draft holds whole transactions up to the end of `life`. `isAll`: nothing more was committed when the
        /// pass came to its end.
        record Taken(Life life, Draft draft, long commits, long pages, boolean isAll) implements Outcome {}

        /// The last captured transaction is not there any more.
        record Diverged() implements Outcome {}

        /// The bytes changed while they were read.
        record Changed() implements Outcome {}

        /// More is committed than the limit allows to take.
        record TooMuch() implements Outcome {}
    }

    Outcome run() throws IOException {
        WalScan.resume(known.header(), known.lastStart())
                .read(new Stoppable(wal.from(known.lastStart().offsetBytes())), this);
        if (isChanged) {
            return new Outcome.Changed();
        }
        if (isDiverged || !isVerified) {
            return new Outcome.Diverged();
        }
        if (draft == null) {
            return isStopped ? new Outcome.TooMuch() : new Outcome.Nothing();
        }
        return new Outcome.Taken(known.captured(lastStart, end), draft, commits, pages, !isStopped);
    }

    @Override
    public void frame(WalFrame frame, ByteBuffer raw) throws IOException {
        if (!isVerified) {
            verify(frame, raw);
            return;
        }
        keeper.beforeChange(frame.page().value());
        seenBytes += frameBytes.length;
        if (!isTooLargeToWait) {
            isTooLargeToWait = !keep(raw);
        }
        if (frame.isCommit()) {
            keeper.beforeCut(frame.commitPages());
            commit(CommitScan.behind(known.header(), frame, raw), frame.commitPages());
            isStopped |= seenBytes >= limits.enoughBytes() || limits.deadline().isOver();
        }
        isStopped |= seenBytes >= limits.mostBytes();
    }

    private void verify(WalFrame frame, ByteBuffer raw) {
        if (frame.isCommit()) {
            isVerified = CommitScan.behind(known.header(), frame, raw).equals(known.end());
            isDiverged = !isVerified;
            isStopped = isDiverged;
        }
    }

    /// False where there is no room for it.
    private boolean keep(ByteBuffer raw) {
        int needed = waitingBytes + frameBytes.length;
        if (needed > MOST_WAITING_BYTES) {
            return false;
        }
        if (needed > waiting.length) {
            int length = Math.max(needed, Math.max(FIRST_WAITING_BYTES, 2 * waiting.length));
            waiting = Arrays.copyOf(waiting, Math.min(MOST_WAITING_BYTES, length));
        }
        raw.get(0, waiting, waitingBytes, frameBytes.length);
        waitingBytes = needed;
        return true;
    }

    private void commit(WalCursor here, long commitPages) throws IOException {
        Draft out = begun();
        if (!isTooLargeToWait) {
            out.write(waiting, 0, waitingBytes);
        } else if (!copy(end, here, out)) {
            isChanged = true;
            isStopped = true;
        }
        waitingBytes = 0;
        isTooLargeToWait = false;
        lastStart = end;
        end = here;
        pages = commitPages;
        commits++;
    }

    /// The first chunk of an index begins with the WAL header and whatever its snapshot holds of this life.
    private Draft begun() throws IOException {
        if (draft == null) {
            draft = spool.begin(start);
            if (start.offset() == 0) {
                draft.write(known.header().encode(), 0, WalHeader.BYTES);
                if (known.hasCommits() && !copy(WalCursor.behind(known.header()), known.end(), draft)) {
                    isChanged = true;
                    isStopped = true;
                }
            }
        }
        return draft;
    }

    private boolean copy(WalCursor from, WalCursor to, Draft out) throws IOException {
        // The pass itself reads on from where it is in `wal`, so this is another descriptor.
        try (WalFile again = wal.openAgain()) {
            return CommitScan.copy(again, known.header(), from, to, out::write, (_, _) -> {});
        }
    }

    @Override
    public void close() throws IOException {
        if (draft != null) {
            draft.close();
        }
    }

    private final class Stoppable extends FilterInputStream {
        Stoppable(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return isStopped ? -1 : in.read(bytes, from, length);
        }
    }
}
