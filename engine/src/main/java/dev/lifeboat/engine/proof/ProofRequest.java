package dev.lifeboat.engine.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which checks a proof makes, what it compares with, and how long it may take.
///
/// `references` are states of before the accident, what can still be read of a damaged file, the live database.
/// `moment` is what the copy is a state of, for checks of age; without it now. `belonging` is whose file it will be.
public record ProofRequest(
        Set<Check> checks,
        List<Reference> references,
        List<UserCheck> userChecks,
        Optional<Instant> moment,
        Optional<Belonging> belonging,
        Limits limits) {
    public enum Check {
        QUICK,
        INTEGRITY,
        FOREIGN_KEYS,
        FULL_TEXT,
        ROW_COUNTS,
        SCHEMA,
        NEWEST_ROWS,
        USER_CHECKS,
        WRITABLE
    }

    /// All checks together end after `deadline`, what was not finished then is amber. `integrity_check` is left out of
    /// a file of more than `integrityBytes`, and the proof says so.
    public record Limits(Duration deadline, long integrityBytes) {
        private static final Duration A_WHILE = Duration.ofMinutes(30);

        /// Up to here integrity_check takes under three seconds (94 MB/s, reliability.md RS-2).
        public static final long SMALL_BYTES = 256L << 20;

        public static Limits standard() {
            return new Limits(A_WHILE, SMALL_BYTES);
        }

        /// integrity_check was asked for by name.
        public static Limits thorough() {
            return new Limits(A_WHILE.multipliedBy(4), Long.MAX_VALUE);
        }
    }

    public ProofRequest {
        checks = Set.copyOf(checks);
        references = List.copyOf(references);
        userChecks = List.copyOf(userChecks);
    }

    /// These checks alone, compared with the rows of before.
    public ProofRequest(Set<Check> checks, RowCounts before) {
        this(
                checks,
                List.of(Reference.before(Contents.of(before))),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Limits.thorough());
    }

    public static ProofRequest everything(RowCounts before) {
        return new ProofRequest(EnumSet.allOf(Check.class), before);
    }

    public static ProofRequest everything(List<Reference> references, Limits limits) {
        return new ProofRequest(
                EnumSet.allOf(Check.class), references, List.of(), Optional.empty(), Optional.empty(), limits);
    }

    /// What has to hold before a restored file gets its name (RS-2).
    public static ProofRequest quick() {
        return new ProofRequest(EnumSet.of(Check.QUICK), RowCounts.unknown());
    }

    public ProofRequest withUserChecks(List<UserCheck> further, Instant stateOf) {
        return new ProofRequest(checks, references, further, Optional.of(stateOf), belonging, limits);
    }

    public ProofRequest withBelonging(Belonging whose) {
        return new ProofRequest(checks, references, userChecks, moment, Optional.of(whose), limits);
    }

    boolean asks(Check check) {
        return checks.contains(check);
    }

    /// Whether there is anything known that rows could be compared with.
    boolean hasReferences() {
        return references.stream()
                .map(each -> each.contents().rows())
                .anyMatch(rows -> rows.complete() || !rows.tables().isEmpty());
    }
}
