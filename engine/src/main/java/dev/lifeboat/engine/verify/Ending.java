package dev.lifeboat.engine.verify;

import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Whether an object that is too large to be read ends as its format ends: what was cut, or has bytes behind it, does
/// not, unless it happens to be cut behind zeros. Costs two or three small requests. An object that cannot be read in
/// parts, or is encrypted, is not judged.
final class Ending {
    private static final int LZ4_MAGIC = 0x184D2204;
    private static final int CONTENT_CHECKSUM = 4;

    private final ObjectStore store;

    Ending(ObjectStore store) {
        this.store = store;
    }

    /// The end mark, and behind it a checksum where the header says so (0.3 spec, section 1.5).
    Optional<String> ofLz4(String key) throws IOException {
        Optional<StoredObject> found = found(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer first = part(found.get(), 0, Integer.BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
        if (first.remaining() <= Integer.BYTES || first.getInt() != LZ4_MAGIC) {
            return Optional.empty();
        }
        int behind = (first.get() & CONTENT_CHECKSUM) == 0 ? 0 : Integer.BYTES;
        ByteBuffer last = part(found.get(), found.get().sizeBytes() - Integer.BYTES - behind, Integer.BYTES);
        return last.remaining() == Integer.BYTES && last.getInt() == 0
                ? Optional.empty()
                : Optional.of("it does not end as an LZ4 frame ends: it is cut, or there are bytes behind it");
    }

    /// The size of the index, the checksum of the database, which is 0 where it is not kept, and the checksum of the
    /// file (0.5 spec, sections 1.5 to 1.7).
    Optional<String> ofLtx(String key) throws IOException {
        Optional<StoredObject> found = found(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer last = part(found.get(), found.get().sizeBytes() - 3 * Long.BYTES, 3 * Long.BYTES);
        boolean isRight = last.remaining() == 3 * Long.BYTES
                && isWithin(last.getLong(), found.get())
                && last.getLong() <= 0
                && last.getLong() < 0;
        return isRight
                ? Optional.empty()
                : Optional.of("it does not end with a trailer: it is cut, or there are bytes behind it");
    }

    private static boolean isWithin(long indexBytes, StoredObject object) {
        return indexBytes > 0 && indexBytes < object.sizeBytes();
    }

    private Optional<StoredObject> found(String key) throws IOException {
        return store.head(key)
                .map(ObjectHead::object)
                .filter(object -> !object.entityTag().isEmpty() && object.sizeBytes() >= 3 * Long.BYTES);
    }

    private ByteBuffer part(StoredObject object, long fromByte, int bytes) throws IOException {
        try (InputStream in = store.open(object.key(), fromByte, object.entityTag())) {
            return ByteBuffer.wrap(in.readNBytes(bytes));
        }
    }
}
