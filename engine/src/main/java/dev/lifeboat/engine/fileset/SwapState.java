package dev.lifeboat.engine.fileset;

/// How far a swap is, concluded from the disk alone and from no memory of what was done (RB-7).
public sealed interface SwapState {
    /// The old set is in place; nothing has been prepared, or only what has no effect.
    record OldInPlace() implements SwapState {}

    /// The guard lies over the database: it cannot be opened until the swap or its undo is finished.
    record Guarded(boolean undoing) implements SwapState {}

    /// The new database is in place, the old set is in the quarantine.
    record NewInPlace() implements SwapState {}

    /// The old set was put back, its side files included.
    record PutBack() implements SwapState {}

    /// Something that no act of ours leaves behind; a person has to look.
    record Strange(String what) implements SwapState {}
}
