package dev.lifeboat.engine.backup.generations;

/// How an object that is in the store already compares with what was to be written under its name, byte for
/// byte and unpacked (OB-3).
public sealed interface Agreement {
    /// The very same bytes: an earlier attempt of ours, whose answer was lost.
    record Same() implements Agreement {}

    /// All `bytes` of it are the first ones of ours: an earlier cut of the same WAL.
    record Shorter(long bytes) implements Agreement {}

    /// Ours are its first bytes: the store knows commits that we do not have.
    record Longer() implements Agreement {}

    /// It holds something else from byte `at` on.
    record Different(long at) implements Agreement {}

    /// It is not one whole frame; `reason` completes the sentence "KEY: …".
    record Damaged(String reason) implements Agreement {}

    /// It has gone meanwhile.
    record Absent() implements Agreement {}
}
