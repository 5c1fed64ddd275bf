package dev.lifeboat.engine.discover;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// A backup as far as the names, sizes and times of its objects tell. `root` is the beginning of its keys, without
/// a slash at its end; empty where the backup lies at the top of what was listed. At least one of `generations` and
/// `ltx` is there.
public record FoundRoot(String root, Optional<Part> generations, Optional<Part> ltx) {
    public FoundRoot {
        if (generations.isEmpty() && ltx.isEmpty()) {
            throw new IllegalArgumentException("a backup without any object: " + root);
        }
    }

    /// What is there in one format. `histories` is the number of generations, 1 for LTX. `base` is the newest
    /// snapshot, or the newest file that begins at the first transaction: without one nothing can be restored.
    /// `newest` is when the last object was stored.
    public record Part(int histories, long objects, Optional<Base> base, Instant newest) {}

    public record Base(long sizeBytes, Instant storedAt) {}

    /// The format whose last object is the newest.
    public Part newestPart() {
        if (generations.isEmpty() || ltx.isEmpty()) {
            return generations.or(() -> ltx).orElseThrow();
        }
        return ltx.get().newest().isAfter(generations.get().newest()) ? ltx.get() : generations.get();
    }

    /// How many objects it has in both formats.
    public long objects() {
        return Stream.concat(generations.stream(), ltx.stream())
                .mapToLong(Part::objects)
                .sum();
    }

    public Instant newest() {
        return newestPart().newest();
    }

    /// `generations`, `ltx`, or both with the newer one first.
    public String format() {
        if (generations.isEmpty()) {
            return "ltx";
        }
        if (ltx.isEmpty()) {
            return "generations";
        }
        return newestPart().equals(ltx.get()) ? "ltx, generations" : "generations, ltx";
    }
}
