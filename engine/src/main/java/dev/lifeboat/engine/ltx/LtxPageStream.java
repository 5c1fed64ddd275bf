package dev.lifeboat.engine.ltx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The pages of one file as a stream of plain bytes: the header as it is in the file, then for each page its number,
/// four bytes, and its content. The end of the stream is only reported after the whole file was verified.
public final class LtxPageStream extends InputStream {
    /// How long the number before each page is.
    public static final int NUMBER_BYTES = Integer.BYTES;

    private final LtxDecoder decoder;
    private final byte[] number = new byte[NUMBER_BYTES];
    private byte[] current;
    private int next;

    /// Reads the header of the file `in`.
    public LtxPageStream(InputStream in) throws IOException {
        this.decoder = new LtxDecoder(in);
        this.current = decoder.headerBytes();
    }

    public LtxHeader header() {
        return decoder.header();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (next == current.length && !advance()) {
            return -1;
        }
        int part = Math.min(length, current.length - next);
        System.arraycopy(current, next, bytes, from, part);
        next += part;
        return part;
    }

    private boolean advance() throws IOException {
        if (current == number) {
            current = decoder.image();
        } else if (decoder.next()) {
            ByteBuffer.wrap(number).putInt((int) decoder.page());
            current = number;
        } else {
            return false;
        }
        next = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
