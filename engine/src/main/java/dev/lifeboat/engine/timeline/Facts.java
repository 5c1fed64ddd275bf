package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.wal.WalCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was learned from one object by reading it: a few numbers, whatever its size.
public sealed interface Facts {
    /// Where a WAL was followed to before this object; nothing where it begins one, or follows a hole.
    default Optional<WalCursor> from() {
        return Optional.empty();
    }

    /// A snapshot of the 0.3 format, by its header. `pages` is 0 where its header does not say it.
    record OfSnapshot(PageSize pageSize, long pages, PageOne first) implements Facts {}

    /// A segment, all of it. `to` is where its frames end; nothing where no chain led to it, and then nothing is known
    /// but its length. `commits` are the first, the last, and those with which something changed. `open` is
    /// a page 1 behind the last commit: it belongs to the first commit of the next segment.
    record OfSegment(
            Optional<WalCursor> from, long endBytes, Optional<Chain> to, List<Commit> commits, Optional<PageOne> open)
            implements Facts {
        public OfSegment {
            commits = List.copyOf(commits);
        }
    }

    /// A file of the LTX format: the database after it, and page 1 where that is in it. `extent` is not
    /// known where the file was read as far as its first page only.
    record OfFile(PageSize pageSize, long pages, Optional<PageOne> first, Instant time, LtxFile.Extent extent)
            implements Facts {}

    /// It cannot be used; `reason` completes the sentence "KEY: …".
    record Damaged(Optional<WalCursor> from, String reason) implements Facts {}
}
