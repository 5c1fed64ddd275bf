package dev.lifeboat.engine.fileset;

import java.util.OptionalInt;

/// What the configuration wants to be different from what is found: `owner` and `mode` of a database (product.md 4).
public record OwnershipChange(OptionalInt uid, OptionalInt gid, OptionalInt mode) {
    public static OwnershipChange none() {
        return new OwnershipChange(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /// Who may do what with a file that is `found`, after this change.
    public Ownership appliedTo(Ownership found) {
        return new Ownership(
                uid.orElse(found.uid()), gid.orElse(found.gid()), mode.orElse(found.mode()), found.attributes());
    }
}
