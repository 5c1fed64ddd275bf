package dev.lifeboat.engine.timeline;

import java.util.Optional;

/// A commit in a WAL: the offset behind its last frame, the size of the database in pages, and page 1 where that is a
/// part of it. `before` is the commit before it in the same object; the first one has none.
public record Commit(long endBytes, Optional<Before> before, long pages, Optional<PageOne> first) {
    public Commit {
        if (endBytes < 1 || pages < 1) {
            throw new IllegalArgumentException("no commit: " + pages + " pages at " + endBytes);
        }
    }

    /// What the same object says of the database before a commit; `first` is the last page 1 in it, if there was one.
    public record Before(long endBytes, long pages, Optional<PageOne> first) {}
}
