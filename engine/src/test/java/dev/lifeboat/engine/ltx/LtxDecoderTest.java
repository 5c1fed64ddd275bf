package dev.lifeboat.engine.ltx;

import static dev.lifeboat.engine.ltx.LtxBytes.noise;
import static dev.lifeboat.engine.ltx.LtxBytes.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.PageNumber;
import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.ltx.LtxBytes.Encoding;
import dev.lifeboat.engine.page.Pages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors and format tests of the 0.5 spec, sections 8.1 to 8.3.
class LtxDecoderTest {
    static final byte[] A_BLOCK = hex("""
            4c54583100000002000002000000000200000000000000010000000000000001
            0000018bcfe5687b000000000000000000000000000000200000000000000430
            1122334455667788000000000000000000000000000000000000000000000000
            0000000000000001000100000029ff024142434445464748494a4b4c4d4e4f50
            000100ffcb000200e00000000000000000000000000000000000020001000000
            29ff026162636465666768696a6b6c6d6e6f70000100ffcb000200e000000000
            0000000000000000000000000000000001643302970133000000000000000008
            0000000000000000ab8209be893ff065""");
    static final byte[] A_FRAME = hex("""
            4c54583100000002000002000000000200000000000000010000000000000001
            0000018bcfe5687b000000000000000000000000000000200000000000000430
            1122334455667788000000000000000000000000000000000000000000000000
            0000000000000001000004224d186440a729000000ff02414243444546474849
            4a4b4c4d4e4f50000100ffcb000200e000000000000000000000000000000000
            0000751cfc0800000002000004224d186440a729000000ff0261626364656667
            68696a6b6c6d6e6f70000100ffcb000200e00000000000000000000000000000
            00000000f32b357000000000000001644202a601420000000000000000080000
            000000000000a0e081f0222375ec""");
    static final byte[] D_BLOCK = hex("""
            4c545831000000000000020000000002000000000000000400000000000000050000018bcfe5687b
            8fc1f70330be86650000000000000000000000000000000000000000000000000000000000000000
            000000000000000000000000000000000000000000000002000100000029ff023031323334353637
            38393a3b3c3d3e3f000100ffcb000200e00000000000000000000000000000000000000000026433
            00000000000000000480bdc9e0915b2a2cb38202f926d9b699""");
    private static final int SMALL = 512;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static Map<Long, byte[]> pages(byte[] file) throws IOException {
        Map<Long, byte[]> pages = new TreeMap<>();
        try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(file))) {
            while (decoder.next()) {
                pages.put(decoder.page(), decoder.image().clone());
            }
        }
        return pages;
    }

    private static void assertDamaged(byte[] file, String... words) {
        assertThatThrownBy(() -> pages(file))
                .isInstanceOf(LtxDamageException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void theChecksumIsTheOneOfTheSpecification() {
        Crc64 crc = new Crc64();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(crc.value()).isEqualTo(0xB90956C775A41001L);
        Crc64 pieces = new Crc64();
        for (byte each : "123456789".getBytes(StandardCharsets.US_ASCII)) {
            pieces.update(new byte[] {each});
        }
        assertThat(pieces.value()).isEqualTo(crc.value());
        assertThat(Checksums.page(1, new byte[SMALL])).isEqualTo(0xefb1f44fecd99000L);
        assertThat(Checksums.page(2, new byte[SMALL])).isEqualTo(0xef63e89fecd99000L);
        long first = Checksums.page(1, page(SMALL, 0x41));
        assertThat(first).isEqualTo(0xf4db7bb108be5d98L);
        long both = Checksums.toggled(Checksums.toggled(Checksums.FLAG, first), Checksums.page(2, page(SMALL, 0x61)));
        assertThat(both).isEqualTo(0x8fc1f70330be8665L);
    }

    @Test
    void bothEncodingsGiveTheSamePages() throws IOException {
        for (byte[] file : new byte[][] {A_BLOCK, A_FRAME}) {
            Map<Long, byte[]> pages = pages(file);
            assertThat(pages).hasSize(2);
            assertThat(pages.get(1L)).isEqualTo(page(SMALL, 0x41));
            assertThat(pages.get(2L)).isEqualTo(page(SMALL, 0x61));
        }
        LtxHeader header = LtxHeader.read(LtxBytes.cut(A_BLOCK, 100));
        assertThat(header)
                .isEqualTo(new LtxHeader(
                        new PageSize(SMALL), 2, new Txid(1), new Txid(1), Instant.ofEpochMilli(1700000000123L), false));
        assertThat(pages(D_BLOCK)).hasSize(1);
    }

    @Test
    void aFileWithoutPagesIsWhole() throws IOException {
        LtxBytes empty = new LtxBytes(SMALL, 2, 2, 2);
        byte[] file = empty.header().end();
        assertThat(file).hasSize(131);
        assertThat(HexFormat.of().formatHex(file)).endsWith("c9687fb7a91ff899");
        assertThat(pages(file)).isEmpty();
    }

    @Test
    void checksumsOfTheDatabaseAreHeldToItsPages() throws IOException {
        assertThat(pages(tracked(0x8fc1f70330be8665L))).hasSize(2);
        assertDamaged(tracked(0x8fc1f70330be8664L), "checksum of the database");
        assertDamaged(tracked(0x0fc1f70330be8665L), "checksum of the database");
    }

    private static byte[] tracked(long after) {
        LtxBytes file = new LtxBytes(SMALL, 2, 1, 3);
        file.flags = 0;
        file.after = after;
        return file.whole(1, page(SMALL, 0x41), page(SMALL, 0x61));
    }

    /// Of what is packed a flip may give the same page; nothing else may pass.
    @Test
    void everyFlippedBitIsRefusedOrChangesNothing() throws IOException {
        for (byte[] file : new byte[][] {A_BLOCK, A_FRAME, D_BLOCK}) {
            Map<Long, byte[]> whole = pages(file);
            for (int bit = 0; bit < file.length * 8; bit++) {
                byte[] flipped = file.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                try {
                    assertThat(pages(flipped)).usingRecursiveComparison().isEqualTo(whole);
                    assertThat(bit / 8).as("only in what is packed").isGreaterThan(100);
                } catch (LtxDamageException e) {
                    assertThat(e.reason()).isNotBlank();
                }
            }
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() {
        for (byte[] file : new byte[][] {A_BLOCK, A_FRAME, D_BLOCK}) {
            for (int length = 0; length < file.length; length++) {
                byte[] cut = LtxBytes.cut(file, length);
                assertDamaged(cut, length == 0 ? "it is empty" : "it ");
            }
            assertDamaged(LtxBytes.cut(file, file.length + 1), "there are bytes behind its end");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
    void everyPageSizeIsReadInEveryEncoding(int bytes) throws IOException {
        for (Encoding encoding : Encoding.values()) {
            LtxBytes file = new LtxBytes(bytes, 3, 1, 9);
            file.encoding = encoding;
            Map<Long, byte[]> pages = pages(file.whole(1, page(bytes, 1), noise(bytes), new byte[bytes]));
            assertThat(pages.get(2L)).isEqualTo(noise(bytes));
            assertThat(pages.get(3L)).isEqualTo(new byte[bytes]);
        }
    }

    @Test
    void oneFileMayMixBothEncodings() throws IOException {
        LtxBytes file = new LtxBytes(SMALL, 2, 1, 1).header().page(1, page(SMALL, 1));
        file.encoding = Encoding.FRAME;
        assertThat(pages(file.page(2, noise(SMALL)).end())).hasSize(2);
    }

    private static byte[] with(Consumer<LtxBytes> change) {
        LtxBytes file = new LtxBytes(SMALL, 2, 2, 2);
        change.accept(file);
        return file.whole(1, page(SMALL, 1));
    }

    @Test
    void headersThatNoWriterWritesAreRefused() throws IOException {
        assertThat(pages(with(_ -> {}))).hasSize(1);
        for (int flags : new int[] {1, 3, 4, 8, 0x80000002}) {
            assertDamaged(with(file -> file.flags = flags), "flags");
        }
        for (int bytes : new int[] {0, 1, 256, 513, 131072, -512}) {
            assertDamaged(with(file -> file.declaredPageBytes = bytes), "page size");
        }
        assertDamaged(with(file -> file.salt1 = 1), "place in the WAL");
        assertDamaged(with(file -> file.salt2 = 1), "place in the WAL");
        assertDamaged(with(file -> file.walBytes = 1), "place in the WAL");
        assertDamaged(with(file -> file.walOffset = -1), "place in the WAL");
        assertDamaged(with(file -> file.before = 1L << 63), "before it");
        assertDamaged(with(file -> file.after = 1L << 63), "after it");
        assertDamaged(with(file -> file.flags = 0), "before it");
        assertDamaged(with(file -> file.pageFlags = 2), "flags");
        LtxBytes snapshot = new LtxBytes(SMALL, 1, 1, 1);
        snapshot.before = 1L << 63;
        assertDamaged(snapshot.whole(1, page(SMALL, 1)), "before it");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 0", "3, 2", "-1, -1", "1, -1"})
    void transactionsThatRunBackwardsAreRefused(long min, long max) {
        assertDamaged(new LtxBytes(SMALL, 1, min, max).whole(1, page(SMALL, 1)), "transactions");
    }

    @Test
    void pagesOutOfPlaceAreRefused() {
        byte[] image = page(SMALL, 1);
        assertDamaged(new LtxBytes(SMALL, 2, 5, 5).whole(3, image), "behind the end of a database of 2 pages");
        assertDamaged(
                new LtxBytes(SMALL, 9, 5, 5)
                        .header()
                        .page(3, image)
                        .page(3, image)
                        .end(),
                "follows");
        assertDamaged(
                new LtxBytes(SMALL, 9, 5, 5)
                        .header()
                        .page(3, image)
                        .page(2, image)
                        .end(),
                "follows");
        int lock = (int) Pages.lockPage(new PageSize(SMALL)).value();
        assertDamaged(new LtxBytes(SMALL, lock + 1, 5, 5).whole(lock, image), "no database uses");
    }

    @Test
    void aSnapshotHoldsEveryPage() throws IOException {
        byte[] image = page(SMALL, 1);
        assertDamaged(new LtxBytes(SMALL, 3, 1, 5).whole(2, image, image), "page 1 is not in it");
        assertDamaged(
                new LtxBytes(SMALL, 3, 1, 5)
                        .header()
                        .page(1, image)
                        .page(3, image)
                        .end(),
                "page 2 is not in it");
        assertDamaged(new LtxBytes(SMALL, 3, 1, 5).whole(1, image, image), "ends with page 2");
        assertThat(pages(new LtxBytes(SMALL, 3, 2, 5).whole(1, image, image))).hasSize(2);
    }

    /// Section 8.3, 5: the page of the lock byte is never there, and its place is no hole.
    @Test
    void aSnapshotBeyondAGibibyteSkipsTheLockPage() throws IOException {
        byte[] zeros = new byte[65536];
        int lock = (int) Pages.lockPage(new PageSize(65536)).value();
        for (int commit = lock - 1; commit <= lock + 1; commit++) {
            LtxBytes file = new LtxBytes(65536, commit, 1, 1).header();
            for (int number = 1; number <= commit; number++) {
                if (number != lock) {
                    file.page(number, zeros);
                }
            }
            try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(file.end()))) {
                int pages = 0;
                while (decoder.next()) {
                    pages++;
                }
                assertThat(pages).isEqualTo(commit - (commit >= lock ? 1 : 0));
            }
        }
    }

    /// B1, B2, SE-8: what a file says of its sizes never decides an allocation.
    @Test
    void sizesNeverDecideAnAllocation() {
        byte[] huge = A_BLOCK.clone();
        huge[106] = (byte) 0x7F;
        assertDamaged(huge, "a page says");
        huge[106] = (byte) 0xFF;
        assertDamaged(huge, "a page says");
        byte[] frame = A_FRAME.clone();
        frame[116] = 0x7F;
        assertDamaged(frame, "a block says");
    }

    /// Section 8.3, 6: earlier formats have the same magic number and page headers of four bytes.
    @Test
    void earlierFormatsFailCleanly() {
        LtxBytes header = new LtxBytes(SMALL, 2, 1, 1);
        header.flags = 0;
        byte[] start = header.header().end();
        byte[] old = new byte[100 + 2 * (4 + SMALL) + 4 + 16];
        System.arraycopy(start, 0, old, 0, 100);
        for (int number = 1; number <= 2; number++) {
            int at = 100 + (number - 1) * (4 + SMALL);
            old[at + 3] = (byte) number;
            System.arraycopy(page(SMALL, 0x41), 0, old, at + 4, SMALL);
        }
        assertDamaged(old, "flags");
        assertDamaged("LTX0".getBytes(StandardCharsets.US_ASCII), "cut short");
        assertDamaged(new byte[200], "LTX1");
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aStreamOfPagesHasTheHeaderAndEachPage(Encoding encoding) throws IOException {
        LtxBytes file = new LtxBytes(SMALL, 7, 4, 6);
        file.encoding = encoding;
        byte[] bytes = file.whole(6, page(SMALL, 1), noise(SMALL));
        try (LtxPageStream stream = new LtxPageStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = stream.readAllBytes();
            assertThat(plain).hasSize(100 + 2 * (4 + SMALL));
            assertThat(LtxHeader.read(LtxBytes.cut(plain, 100)).max()).isEqualTo(new Txid(6));
            assertThat(plain[103]).isEqualTo((byte) 6);
            assertThat(new PageNumber(plain[100 + 4 + SMALL + 3]).value()).isEqualTo(7);
            assertThat(stream.read()).isEqualTo(-1);
        }
        bytes[bytes.length - 1]++;
        try (LtxPageStream stream = new LtxPageStream(new ByteArrayInputStream(bytes))) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(LtxDamageException.class);
        }
    }
}
