package dev.lifeboat.engine.timeline;

/// When a change of size is an event: by a tenth of the size, and by 256 KiB at least. Rows that come and go one by one
/// stay below it; an import, a DELETE without its WHERE, a VACUUM or a file that was replaced does not.
final class SizeRule {
    private static final long LEAST_BYTES = 256 << 10;
    private static final int PARTS = 10;

    private SizeRule() {}

    /// For the sizes of the database before and after a commit, in bytes, neither of them negative.
    static boolean isJump(long before, long after) {
        return isMuch(Math.abs(after - before), before);
    }

    /// For what is free in a database of `bytes`, before and after a commit. Rows that are deleted leave the file as
    /// large as it was, and free pages in it.
    static boolean isMuchFreed(long freeBefore, long freeAfter, long bytes) {
        return isMuch(freeAfter - freeBefore, bytes);
    }

    private static boolean isMuch(long change, long whole) {
        return change >= LEAST_BYTES && change >= whole / PARTS;
    }
}
