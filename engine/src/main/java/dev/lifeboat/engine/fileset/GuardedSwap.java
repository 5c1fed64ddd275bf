package dev.lifeboat.engine.fileset;

/// Puts a new database in the place of an old one, in the order of RB-6, and takes it back.
///
/// After a crash at any single act the old database is there and complete, or the new one is, or a file that cannot be
/// opened yet (RB-7). What was done is concluded from the disk: [#observe] has no memory, and [#swap] and [#undo]
/// called
/// again with the same request go on where the crash left them.
public final class GuardedSwap {
    /// How far the swap is. Changes nothing.
    public SwapState observe(SwapRequest request) {
        throw new UnsupportedOperationException(request.id());
    }

    /// Swaps, or finishes a swap that was interrupted. Nobody may have the old set open.
    public SwapOutcome swap(SwapRequest request) {
        throw new UnsupportedOperationException(request.id());
    }

    /// Puts the old set back with its `-wal`, byte for byte (RB-8). A new database that was in place is kept in the
    /// quarantine as `replaced/NAME`, side files included.
    public SwapOutcome undo(SwapRequest request) {
        throw new UnsupportedOperationException(request.id());
    }
}
