package dev.lifeboat.engine.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Lz4FrameTest {
    /// Half of it compresses, half of it does not.
    private static byte[] sample(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Arrays.fill(bytes, 0, length / 2, (byte) 'a');
        return bytes;
    }

    private static byte[] encode(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Lz4FrameOutputStream frame = new Lz4FrameOutputStream(out)) {
            frame.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] decode(byte[] frame) throws IOException {
        try (InputStream in = new Lz4FrameInputStream(new ByteArrayInputStream(frame))) {
            return in.readAllBytes();
        }
    }

    private static void assertDamaged(byte[] frame, String why) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(Lz4DamageException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4128, 65536, 4 << 20, (4 << 20) + 1, 9_000_000})
    void whatWeWriteBeginsAsLitestreamsDoesAndAnotherDecoderReadsIt(int length) throws IOException {
        byte[] content = sample(length);
        byte[] frame = encode(content);
        assertThat(frame).startsWith(HexFormat.of().parseHex("04224d186470b9"));
        assertThat(decode(frame)).isEqualTo(content);
        try (InputStream other = new LZ4FrameInputStream(new ByteArrayInputStream(frame))) {
            assertThat(other.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void framesOfAnotherEncoderWithOtherBlockSizesAndFlagsAreRead() throws IOException {
        byte[] content = sample(300_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LZ4FrameOutputStream other = new LZ4FrameOutputStream(
                out,
                BLOCKSIZE.SIZE_64KB,
                content.length,
                Bits.BLOCK_INDEPENDENCE,
                Bits.BLOCK_CHECKSUM,
                Bits.CONTENT_SIZE,
                Bits.CONTENT_CHECKSUM)) {
            other.write(content);
        }
        assertThat(decode(out.toByteArray())).isEqualTo(content);
    }

    @Test
    void emptyCutFollowedAndForeignBytesAreDamage() throws IOException {
        byte[] frame = encode(sample(20_000));
        assertDamaged(new byte[0], "it is empty");
        assertDamaged("SQLite format 3".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "not an LZ4 frame");
        for (int length = 1; length < frame.length; length += 97) {
            assertDamaged(Arrays.copyOf(frame, length), "cut short");
        }
        assertDamaged(Arrays.copyOf(frame, frame.length + 1), "behind the end");
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(frame);
        two.writeBytes(frame);
        assertDamaged(two.toByteArray(), "behind the end");
    }

    @Test
    void aBlockThatUnpacksToFarMoreThanItsSizeIsRead() throws IOException {
        byte[] zeros = new byte[10 << 20];
        byte[] frame = encode(zeros);
        assertThat(frame.length).isLessThan(zeros.length / 200);
        assertThat(decode(frame)).isEqualTo(zeros);
    }

    /// Reliability S4: a flip gives the same bytes or is refused, never anything else.
    @Test
    void everySingleBitFlipIsFoundOrHarmless() throws IOException {
        byte[] content = sample(1500);
        byte[] frame = encode(content);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(decode(flipped)).as("bit %s", bit).isEqualTo(content);
            } catch (Lz4DamageException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    /// A foreign witness: what lz4 itself writes, with linked blocks and without a checksum of the content.
    @ParameterizedTest
    @ValueSource(strings = {"-BD", "-B4", "-9", "--no-frame-crc", "--content-size", "-BX"})
    void whatLz4WritesIsRead(String option, @TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/lz4")), "skipped: no lz4");
        byte[] content = sample(700_000);
        System.arraycopy(content, 400_000, content, 600_000, 50_000);
        Path plain = Files.write(directory.resolve("plain"), content);
        Path packed = directory.resolve("packed");
        Process lz4 = new ProcessBuilder("/usr/bin/lz4", "-q", option, plain.toString(), packed.toString())
                .inheritIO()
                .start();
        assertThat(lz4.waitFor()).isZero();
        assertThat(decode(Files.readAllBytes(packed))).isEqualTo(content);
    }

    /// Blocks of `lz4 -BD` refer to the block before them; these two were put together by hand.
    @Test
    void linkedBlocksAreDecoded() throws IOException {
        byte[] start = "abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] first = {
            (byte) 0x8F, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 8, 0, 4, (byte) 0x50, 'd', 'e', 'f', 'g', 'h'
        };
        byte[] target = new byte[64];
        int length = LinkedBlock.unpack(first, first.length, target, 0, 64);
        assertThat(length).isEqualTo(8 + 23 + 5);
        assertThat(Arrays.copyOf(target, 8)).isEqualTo(start);
        byte[] second = {(byte) 0x04, 36, 0, (byte) 0x10, 'z'};
        assertThat(LinkedBlock.unpack(second, second.length, target, length, 64))
                .isEqualTo(9);
        assertThat(Arrays.copyOfRange(target, length, length + 8)).isEqualTo(start);
    }
}
