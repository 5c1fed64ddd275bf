package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What one request carries, in memory: its length and hashes go ahead of it, and an attempt that broke can be
/// made again. Kept in blocks, so that a small body takes little and a large one needs no large array.
final class Payload {
    static final Payload NONE = new Payload(List.of(), 0, Signer.digest("SHA-256"), Signer.digest("MD5"));
    private static final int BLOCK_BYTES = 64 << 10;

    private final List<byte[]> blocks;
    private final long length;
    private final byte[] sha256;
    private final byte[] md5;

    private Payload(List<byte[]> blocks, long length, MessageDigest sha256, MessageDigest md5) {
        this.blocks = blocks;
        this.length = length;
        this.sha256 = sha256.digest();
        this.md5 = md5.digest();
    }

    static Payload of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = Signer.digest("SHA-256");
        MessageDigest md5 = Signer.digest("MD5");
        sha256.update(bytes);
        md5.update(bytes);
        return new Payload(List.of(bytes), bytes.length, sha256, md5);
    }

    /// The next bytes of `in`, `limitBytes` at most. A payload of less is the last one.
    static Payload read(InputStream in, int limitBytes) throws IOException {
        return read(in, limitBytes, NONE);
    }

    /// The same into the blocks of `spent`, which nobody needs any more.
    static Payload read(InputStream in, int limitBytes, Payload spent) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        MessageDigest sha256 = Signer.digest("SHA-256");
        MessageDigest md5 = Signer.digest("MD5");
        int length = 0;
        while (length < limitBytes) {
            int wanted = Math.min(BLOCK_BYTES, limitBytes - length);
            byte[] block = block(spent, blocks.size());
            int read = in.readNBytes(block, 0, wanted);
            sha256.update(block, 0, read);
            md5.update(block, 0, read);
            length += read;
            blocks.add(read == block.length ? block : Arrays.copyOf(block, read));
            if (read < wanted) {
                break;
            }
        }
        return new Payload(blocks, length, sha256, md5);
    }

    private static byte[] block(Payload spent, int number) {
        boolean reusable = number < spent.blocks.size() && spent.blocks.get(number).length == BLOCK_BYTES;
        return reusable ? spent.blocks.get(number) : new byte[BLOCK_BYTES];
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] block : blocks) {
            out.write(block);
        }
    }

    /// In bytes.
    long length() {
        return length;
    }

    String sha256Hex() {
        return Signer.hex(sha256);
    }

    String sha256Base64() {
        return Base64.getEncoder().encodeToString(sha256);
    }

    String md5Hex() {
        return Signer.hex(md5);
    }

    String md5Base64() {
        return Base64.getEncoder().encodeToString(md5);
    }
}
