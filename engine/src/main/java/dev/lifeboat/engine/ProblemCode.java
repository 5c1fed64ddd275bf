package dev.lifeboat.engine;

/// Every kind of problem that a person or a script has to act on, with the exit status it leads to (product.md 3).
public enum ProblemCode {
    FAILED(1),
    USAGE(2),
    CONFIGURATION(2),
    NO_BACKUP(3),
    NO_SUCH_POINT(3),
    OUT_OF_RANGE(3),
    BROKEN_CHAIN(3),
    DAMAGED_OBJECT(3),
    PROOF_FAILED(4),
    OUTPUT_EXISTS(5),
    UNSAFE(5),
    NEEDS_CONFIRMATION(5),
    STORE_UNREACHABLE(6),
    STORE_DENIED(6),
    HELD_BY_ANOTHER(7),
    BUG(70);

    private final int exitStatus;

    ProblemCode(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }

    /// The stable name in JSON: lowercase with hyphens.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
