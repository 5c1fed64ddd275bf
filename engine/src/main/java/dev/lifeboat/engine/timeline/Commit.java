package dev.lifeboat.engine.timeline;

import java.util.OptionalLong;

/// A commit in a WAL: the offset behind its last frame, the size of the database in pages before and after it, and the
/// schema cookie where page 1 is a part of it. `pagesBefore` is 0 where no earlier commit of the same object says it.
public record Commit(long endBytes, long pagesBefore, long pages, OptionalLong cookie) {
    public Commit {
        if (endBytes < 0 || pagesBefore < 0 || pages < 1) {
            throw new IllegalArgumentException(
                    "no commit: at " + endBytes + ", " + pages + " pages after " + pagesBefore);
        }
    }
}
