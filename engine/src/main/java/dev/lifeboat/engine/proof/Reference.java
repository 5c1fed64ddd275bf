package dev.lifeboat.engine.proof;

/// Another state of the same database, for comparison. `name` completes a sentence: "10 fewer than the 5000 before".
public record Reference(String name, Contents contents) {
    /// The state before the accident, or what can still be read of the damaged file.
    public static Reference before(Contents contents) {
        return new Reference("before", contents);
    }

    /// The database that is in use now.
    public static Reference live(Contents contents) {
        return new Reference("live", contents);
    }
}
