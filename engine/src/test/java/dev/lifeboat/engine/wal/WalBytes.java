package dev.lifeboat.engine.wal;

import dev.lifeboat.engine.PageSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes a WAL as SQLite would, for tests: frames with right salts and checksums.
public final class WalBytes {
    private final WalHeader header;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private WalChecksum sum;

    public WalBytes(WalHeader header) {
        this.header = header;
        this.sum = header.checksum();
        out.writeBytes(header.encode());
    }

    public static WalBytes littleEndian(int pageBytes) {
        return new WalBytes(WalHeader.of(ByteOrder.LITTLE_ENDIAN, new PageSize(pageBytes), 0, 0x1234, 0x5678));
    }

    /// A frame whose page is filled with `fill`.
    public WalBytes frame(int page, long commitPages, int fill) {
        byte[] image = new byte[header.pageSize().bytes()];
        Arrays.fill(image, (byte) fill);
        return frame(page, commitPages, image);
    }

    public WalBytes frame(int page, long commitPages, byte[] image) {
        byte[] head = ByteBuffer.allocate(24)
                .putInt(page)
                .putInt((int) commitPages)
                .putInt(header.salt1())
                .putInt(header.salt2())
                .array();
        sum = sum.over(header.checksumOrder(), head, 0, 8).over(header.checksumOrder(), image, 0, image.length);
        ByteBuffer.wrap(head).putInt(16, sum.a()).putInt(20, sum.b());
        out.writeBytes(head);
        out.writeBytes(image);
        return this;
    }

    public WalHeader header() {
        return header;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(bytes(), from, to);
    }
}
