package dev.lifeboat.engine.page;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;

/// Where pages lie in a database file.
public final class Pages {
    /// The first byte that SQLite locks; the page that holds it is never used and never in a WAL.
    private static final long LOCK_BYTE = 0x40000000L;

    private Pages() {}

    public static long offsetBytes(PageNumber page, PageSize size) {
        return (page.value() - 1) * size.bytes();
    }

    /// The page around the lock byte: no frame and no backup may carry it.
    public static PageNumber lockPage(PageSize size) {
        return new PageNumber(LOCK_BYTE / size.bytes() + 1);
    }
}
