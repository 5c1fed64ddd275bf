package dev.lifeboat.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalScanTest {
    private static final int FRAME = 536;

    private final List<Long> pages = new ArrayList<>();

    private ScanEnd scan(WalScan scan, byte[] bytes) throws IOException {
        return scan.read(
                new ByteArrayInputStream(bytes),
                (frame, raw) -> pages.add(frame.page().value()));
    }

    private static byte[] frames(WalBytes wal) {
        return wal.bytes(WalHeader.BYTES, wal.bytes().length);
    }

    @Test
    void theChecksumVectorOfTheSpecificationComesOut() {
        byte[] header = HexFormat.of().parseHex("377f0682002de218000010000000000052382eac857b1a4e");
        assertThat(WalChecksum.START.over(ByteOrder.LITTLE_ENDIAN, header, 0, 24))
                .isEqualTo(new WalChecksum(0x81153b65, 0x87178e8f));
    }

    @Test
    void headersOfBothByteOrdersAndOfThe64KPageSizeSurviveEncoding() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            WalHeader header = WalHeader.of(order, new PageSize(65536), 7, 0xdeadbeef, -1);
            assertThat(WalHeader.read(header.encode())).isEqualTo(new WalHeader.Reading.Header(header));
        }
    }

    @Test
    void aHeaderWithAWrongByteIsNotAWal() {
        byte[] bytes = WalBytes.littleEndian(512).header().encode();
        bytes[13] ^= 1;
        assertThat(WalHeader.read(bytes))
                .isInstanceOfSatisfying(
                        WalHeader.Reading.NotAWal.class,
                        not -> assertThat(not.reason()).contains("checksum"));
    }

    @Test
    void framesBehindTheLastCommitAreSeenButNotCommitted() throws IOException {
        WalBytes wal = WalBytes.littleEndian(512).frame(1, 0, 1).frame(2, 2, 2).frame(3, 0, 3);
        WalScan scan = WalScan.fromStart(wal.header());
        assertThat(scan(scan, frames(wal))).isEqualTo(new ScanEnd.Clean(32 + 3 * FRAME));
        assertThat(pages).containsExactly(1L, 2L, 3L);
        assertThat(scan.committed().offsetBytes()).isEqualTo(32 + 2 * FRAME);
        assertThat(scan.commitPages()).isEqualTo(2);
    }

    @Test
    void aScanGoesOnAcrossPiecesAndFromACursor() throws IOException {
        WalBytes wal = new WalBytes(WalHeader.of(ByteOrder.BIG_ENDIAN, new PageSize(512), 0, 5, 6));
        wal.frame(1, 1, 1).frame(2, 0, 2).frame(3, 3, 3);
        WalScan scan = WalScan.fromStart(wal.header());
        assertThat(scan(scan, wal.bytes(32, 32 + FRAME))).isEqualTo(new ScanEnd.Clean(32 + FRAME));
        assertThat(scan(scan, wal.bytes(32 + FRAME, 32 + 2 * FRAME))).isEqualTo(new ScanEnd.Clean(32 + 2 * FRAME));
        WalScan resumed = WalScan.resume(wal.header(), scan.committed());
        assertThat(scan(resumed, wal.bytes(32 + FRAME, 32 + 3 * FRAME))).isEqualTo(new ScanEnd.Clean(32 + 3 * FRAME));
        assertThat(pages).containsExactly(1L, 2L, 2L, 3L);
        assertThat(resumed.commitPages()).isEqualTo(3);
    }

    @Test
    void everyKindOfBadFrameIsNamedAndNotVisited() throws IOException {
        WalBytes wal = WalBytes.littleEndian(512).frame(1, 1, 1).frame(2, 2, 2);
        int second = FRAME;
        byte[] torn = wal.bytes(32, 32 + FRAME + 5);
        byte[] salted = frames(wal);
        salted[second + 11] ^= 1;
        byte[] flipped = frames(wal);
        flipped[second + 100] ^= 1;
        byte[] numberless = frames(wal);
        numberless[second + 3] = 0;
        long end = 32 + FRAME;
        assertThat(scan(WalScan.fromStart(wal.header()), torn)).isEqualTo(new ScanEnd.TornFrame(end, 5));
        assertThat(scan(WalScan.fromStart(wal.header()), salted)).isEqualTo(new ScanEnd.SaltChanged(end));
        assertThat(scan(WalScan.fromStart(wal.header()), flipped))
                .isEqualTo(new ScanEnd.BadChecksum(end, new PageNumber(2)));
        assertThat(scan(WalScan.fromStart(wal.header()), numberless)).isEqualTo(new ScanEnd.BadPageNumber(end));
        assertThat(pages).containsOnly(1L).hasSize(4);
    }

    @Test
    void aScanDoesNotStartInsideAFrame() {
        WalHeader header = WalBytes.littleEndian(512).header();
        assertThatThrownBy(() -> WalScan.resume(header, new WalCursor(33, WalChecksum.START)))
                .hasMessageContaining("33");
    }
}
