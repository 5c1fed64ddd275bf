package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageNumber;

/// A frame whose salts and checksum are right: page `page`, found at `offsetBytes` of its WAL. `commitPages` is the
/// size of the database in pages where this frame commits a transaction, else 0.
public record WalFrame(long offsetBytes, PageNumber page, long commitPages) {
    public static final int HEADER_BYTES = 24;

    public boolean isCommit() {
        return commitPages != 0;
    }
}
