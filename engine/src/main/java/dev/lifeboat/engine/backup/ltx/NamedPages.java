package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.ltx.LtxDamageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Says which file is damaged, where the decoder below says only how.
final class NamedPages extends FilterInputStream {
    private final String key;

    NamedPages(String key, InputStream in) {
        super(in);
        this.key = key;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            return super.read(bytes, from, length);
        } catch (LtxDamageException e) {
            throw new DamagedObjectException(key, e.reason(), e);
        }
    }
}
