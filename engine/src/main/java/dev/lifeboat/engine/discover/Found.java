package dev.lifeboat.engine.discover;

import java.util.List;

/// What a listing showed: backups in the order of their roots, and how much else there is. `foreignNames` are the
/// first few keys that belong to no backup, as they were: whoever shows them sanitises them. `leftOut` are backups
/// that cannot be named; their objects are among the foreign ones. `complete` is false where the look was ended by
/// its bound.
public record Found(
        List<FoundRoot> roots,
        long objects,
        long foreign,
        List<String> foreignNames,
        List<LeftOut> leftOut,
        boolean complete) {
    /// A backup by the names of its `objects`, below a root that is not taken for a place. `reason` is a sentence
    /// without a full stop; `root` is as it was.
    public record LeftOut(String root, String reason, long objects) {}

    public Found {
        roots = List.copyOf(roots);
        foreignNames = List.copyOf(foreignNames);
        leftOut = List.copyOf(leftOut);
    }

    public boolean isEmpty() {
        return objects == 0;
    }
}
