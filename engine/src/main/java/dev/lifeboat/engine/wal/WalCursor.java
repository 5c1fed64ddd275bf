package dev.lifeboat.engine.wal;

/// A place between two frames where a scan can go on: the offset and the checksum of everything before it.
public record WalCursor(long offsetBytes, WalChecksum checksum) {
    /// Behind the header, before the first frame.
    public static WalCursor behind(WalHeader header) {
        return new WalCursor(WalHeader.BYTES, header.checksum());
    }
}
