package dev.lifeboat.engine.discover;

import java.util.List;

/// What a listing showed: backups in the order of their roots, and how much else there is. `foreignNames` are the
/// first few keys that belong to no backup, as they were: whoever shows them sanitises them. `complete` is false
/// where the look was ended by its bound.
public record Found(List<FoundRoot> roots, long objects, long foreign, List<String> foreignNames, boolean complete) {
    public Found {
        roots = List.copyOf(roots);
        foreignNames = List.copyOf(foreignNames);
    }

    public boolean isEmpty() {
        return objects == 0;
    }
}
