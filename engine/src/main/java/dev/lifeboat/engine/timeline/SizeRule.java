package dev.lifeboat.engine.timeline;

/// When a change of size is an event: by a tenth of the size before, and by 256 KiB at least. Rows that come in one by
/// one stay below it; an import, a dropped table with its VACUUM, or a file that was replaced does not.
final class SizeRule {
    private static final long LEAST_BYTES = 256 << 10;
    private static final int PARTS = 10;

    private SizeRule() {}

    /// For sizes in bytes, neither of them negative.
    static boolean isJump(long before, long after) {
        long change = Math.abs(after - before);
        return change >= LEAST_BYTES && change >= before / PARTS;
    }
}
