package dev.lifeboat.engine.timeline;

import java.util.OptionalLong;

/// A commit in a WAL: the offset behind its last frame, the size of the database in pages before and after it, and the
/// schema cookie where page 1 is a part of it. `beforeBytes`, the end of the commit before it, and `pagesBefore` are 0
/// where no earlier commit of the same object says them.
public record Commit(long endBytes, long beforeBytes, long pagesBefore, long pages, OptionalLong cookie) {
    public Commit {
        if (beforeBytes < 0 || endBytes <= beforeBytes || pagesBefore < 0 || pages < 1) {
            throw new IllegalArgumentException("no commit: from " + beforeBytes + " to " + endBytes + ", " + pages
                    + " pages after " + pagesBefore);
        }
    }
}
