package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.lz4.Lz4DamageException;
import dev.lifeboat.engine.store.UnreadableObjectException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Says which object is damaged, where the frame below says only how.
final class NamedInputStream extends FilterInputStream {
    private final String key;

    NamedInputStream(String key, InputStream in) {
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
        } catch (Lz4DamageException e) {
            throw new DamagedObjectException(key, e.reason(), e);
        } catch (UnreadableObjectException e) {
            throw new DamagedObjectException(key, e.reason(), e);
        }
    }
}
