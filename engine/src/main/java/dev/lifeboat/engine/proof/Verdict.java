package dev.lifeboat.engine.proof;

/// The answer of a proof in one word. The later one outweighs the earlier one.
public enum Verdict {
    GREEN,
    /// Something a person should look at before going on.
    AMBER,
    /// Not to be put in place.
    RED;

    public Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
