package dev.lifeboat.engine.proof;

import java.io.IOException;
import java.nio.file.Path;

/// Compares two closed database files page by page: the sentinel restore against a copy of the live database.
public final class PageComparer {
    public PageComparison compare(Path expected, Path found) throws IOException {
        throw new UnsupportedOperationException(expected + " " + found);
    }
}
