package dev.lifeboat.engine.fileset;

import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the configuration wants to be different from what is found: `owner` and `mode` of a database (product.md 4).
public record OwnershipChange(OptionalInt uid, OptionalInt gid, OptionalInt mode) {
    public static OwnershipChange none() {
        return new OwnershipChange(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /// Who may do what with a file that is `found`, after this change.
    public Ownership appliedTo(Ownership found) {
        SortedMap<String, String> attributes = new TreeMap<>(found.attributes());
        mode.ifPresent(bits ->
                attributes.computeIfPresent(AccessList.ATTRIBUTE, (_, list) -> AccessList.withMode(list, bits)));
        return new Ownership(uid.orElse(found.uid()), gid.orElse(found.gid()), mode.orElse(found.mode()), attributes);
    }
}
