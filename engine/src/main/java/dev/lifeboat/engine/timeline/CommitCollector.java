package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.wal.WalFrame;
import dev.lifeboat.engine.wal.WalScan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps the commits of one segment that say something new: the first, the last, and those that change the schema
/// cookie, jump in size or free much at once.
final class CommitCollector implements WalScan.Visitor {
    /// A segment that claims more than these many changes is somebody's joke, or an import of which nobody reads every
    /// line: what follows is told by its last commit.
    static final int MOST_COMMITS = 1000;

    private final PageSize pageSize;
    private final List<Commit> kept = new ArrayList<>();
    private Optional<Commit> last = Optional.empty();
    private Optional<PageOne> open = Optional.empty();
    private Optional<PageOne> known = Optional.empty();

    CommitCollector(PageSize pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public void frame(WalFrame frame, ByteBuffer raw) {
        if (frame.page().value() == 1) {
            open = PageOne.read(raw.slice(WalFrame.HEADER_BYTES, pageSize.bytes()));
        }
        if (frame.isCommit()) {
            Optional<Commit.Before> before =
                    last.map(commit -> new Commit.Before(commit.endBytes(), commit.pages(), known));
            commit(new Commit(frame.offsetBytes() + raw.capacity(), before, frame.commitPages(), open));
            open = Optional.empty();
        }
    }

    private void commit(Commit commit) {
        if (kept.size() < MOST_COMMITS - 1 && saysSomethingNew(commit)) {
            kept.add(commit);
        }
        last = Optional.of(commit);
        known = commit.first().or(() -> known);
    }

    private boolean saysSomethingNew(Commit commit) {
        if (commit.before().isEmpty()) {
            return true;
        }
        long bytes = commit.pages() * pageSize.bytes();
        return commit.first().isPresent() && saysSomethingNew(commit.first().get(), bytes)
                || SizeRule.isJump(commit.before().get().pages() * pageSize.bytes(), bytes);
    }

    private boolean saysSomethingNew(PageOne first, long bytes) {
        return known.isEmpty()
                || known.get().cookie() != first.cookie()
                || SizeRule.isMuchFreed(
                        known.get().freePages() * pageSize.bytes(), first.freePages() * pageSize.bytes(), bytes);
    }

    List<Commit> commits() {
        List<Commit> commits = new ArrayList<>(kept);
        last.filter(commit -> !commit.equals(kept.getLast())).ifPresent(commits::add);
        return commits;
    }

    /// The last page 1 behind the last commit.
    Optional<PageOne> open() {
        return open;
    }
}
