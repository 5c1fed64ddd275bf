package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageNumber;

/// Why a scan stopped. `offsetBytes` is the end of the last good frame, in every case.
///
/// In a live WAL everything but [Clean] is normal: leftovers of an earlier life, or a frame that is being written just
/// now. In a segment of a backup everything but [Clean] is damage, because only checked frames were ever uploaded.
public sealed interface ScanEnd {
    long offsetBytes();

    /// The bytes ended where a frame ended.
    record Clean(long offsetBytes) implements ScanEnd {}

    /// The bytes ended inside a frame, after `presentBytes` of it.
    record TornFrame(long offsetBytes, int presentBytes) implements ScanEnd {}

    /// The next frame carries the salts of another life of the WAL.
    record SaltChanged(long offsetBytes) implements ScanEnd {}

    record BadChecksum(long offsetBytes, PageNumber page) implements ScanEnd {}

    /// The next frame has page number 0, or one that no page can have.
    record BadPageNumber(long offsetBytes) implements ScanEnd {}
}
