package dev.lifeboat.engine.proof;

import dev.lifeboat.engine.PageNumber;
import java.util.List;

/// Two files page by page. `differing` are the first pages that differ, `differingPages` is how many there are.
public record PageComparison(long pages, long differingPages, List<PageNumber> differing, List<String> reasons) {
    public PageComparison {
        differing = List.copyOf(differing);
        reasons = List.copyOf(reasons);
    }

    public boolean same() {
        return differingPages == 0 && reasons.isEmpty();
    }
}
