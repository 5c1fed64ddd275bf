package dev.lifeboat.engine.backup.generations;

import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Which generation the fence object of a replica names (OB-2).
final class FenceReader {
    private static final int MOST_BYTES = 64 << 10;

    private FenceReader() {}

    /// Nothing where there is no fence, or none that says it.
    static Optional<History.Fence> read(ObjectStore store) throws IOException {
        Optional<ObjectHead> head = store.head(ObjectName.FENCE);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = store.open(ObjectName.FENCE)) {
            return generation(in.readNBytes(MOST_BYTES))
                    .map(id -> new History.Fence(id, head.get().object().storedAt()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<GenerationId> generation(byte[] bytes) {
        try {
            String name = new JsonStreamParser(new String(bytes, StandardCharsets.UTF_8))
                    .next()
                    .getAsJsonObject()
                    .get("generation")
                    .getAsString();
            return GenerationId.isValid(name) ? Optional.of(new GenerationId(name)) : Optional.empty();
        } catch (JsonParseException
                | NoSuchElementException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException e) {
            return Optional.empty();
        }
    }
}
