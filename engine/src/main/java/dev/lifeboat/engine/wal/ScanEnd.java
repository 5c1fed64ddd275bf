package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageNumber;
import java.util.Locale;

/// Why a scan stopped. `offsetBytes` is the end of the last good frame, in every case.
///
/// In a live WAL everything but [Clean] is normal: leftovers of an earlier life, or a frame that is being written just
/// now. In a segment of a backup everything but [Clean] is damage, because only checked frames were ever uploaded.
public sealed interface ScanEnd {
    long offsetBytes();

    /// Completes the sentence "KEY: …" of a segment that ends so.
    default String reason() {
        String at = String.format(Locale.ROOT, " at WAL offset %08x", offsetBytes());
        return switch (this) {
            case Clean _ -> "it is whole";
            case TornFrame _ -> "it ends inside a frame" + at;
            case SaltChanged _ -> "it carries frames of another WAL" + at;
            case BadChecksum(long _, PageNumber page) -> "the checksum of the frame of page " + page + " is wrong" + at;
            case BadPageNumber _ -> "it has a frame without a page number" + at;
        };
    }

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
