package dev.lifeboat.engine.proof;

import java.util.EnumSet;
import java.util.Set;

/// Which checks a proof makes, and what it compares the row counts with: those of before the accident, those that
/// could still be read of the damaged file, or nothing.
public record ProofRequest(Set<Check> checks, RowCounts before) {
    public enum Check {
        QUICK,
        INTEGRITY,
        FOREIGN_KEYS,
        ROW_COUNTS
    }

    public ProofRequest {
        checks = Set.copyOf(checks);
    }

    public static ProofRequest everything(RowCounts before) {
        return new ProofRequest(EnumSet.allOf(Check.class), before);
    }

    /// What has to hold before a restored file gets its name (RS-2).
    public static ProofRequest quick() {
        return new ProofRequest(EnumSet.of(Check.QUICK), RowCounts.unknown());
    }
}
