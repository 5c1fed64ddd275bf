package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalScan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keeps the commits of one segment that say something new: the first, the last, and those that change the schema
/// cookie or jump in size.
final class CommitCollector implements WalScan.Visitor {
    /// A segment that claims more than these many changes is somebody's joke, or an import of which nobody reads every
    /// line: what follows is told by its last commit.
    static final int MOST_COMMITS = 1000;

    private final PageSize pageSize;
    private final List<Commit> kept = new ArrayList<>();
    private Optional<Commit> last = Optional.empty();
    private OptionalLong open = OptionalLong.empty();
    private OptionalLong known = OptionalLong.empty();

    CommitCollector(PageSize pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public void frame(WalFrame frame, ByteBuffer raw) {
        if (frame.page().value() == 1) {
            open = cookie(raw.slice(WalFrame.HEADER_BYTES, pageSize.bytes()));
        }
        if (frame.isCommit()) {
            commit(new Commit(
                    frame.offsetBytes() + raw.capacity(),
                    last.map(Commit::endBytes).orElse(0L),
                    last.map(Commit::pages).orElse(0L),
                    frame.commitPages(),
                    open));
            open = OptionalLong.empty();
        }
    }

    /// Nothing where page 1 cannot be read as one: the database may be encrypted.
    static OptionalLong cookie(ByteBuffer firstPage) {
        return switch (DatabaseHeader.read(firstPage)) {
            case DatabaseHeader.Reading.Header(DatabaseHeader header) -> OptionalLong.of(header.schemaCookie());
            case DatabaseHeader.Reading.NotADatabase _ -> OptionalLong.empty();
        };
    }

    private void commit(Commit commit) {
        if (kept.size() < MOST_COMMITS - 1 && saysSomethingNew(commit)) {
            kept.add(commit);
        }
        last = Optional.of(commit);
        known = commit.cookie().isPresent() ? commit.cookie() : known;
    }

    private boolean saysSomethingNew(Commit commit) {
        return last.isEmpty()
                || commit.cookie().isPresent() && !commit.cookie().equals(known)
                || SizeRule.isJump(bytes(commit.pagesBefore()), bytes(commit.pages()));
    }

    private long bytes(long pages) {
        return pages * pageSize.bytes();
    }

    List<Commit> commits() {
        List<Commit> commits = new ArrayList<>(kept);
        last.filter(commit -> !commit.equals(kept.getLast())).ifPresent(commits::add);
        return commits;
    }

    OptionalLong openCookie() {
        return open;
    }
}
