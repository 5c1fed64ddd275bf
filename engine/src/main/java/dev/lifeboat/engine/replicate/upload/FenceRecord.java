package dev.lifeboat.engine.replicate.upload;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.GenerationId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What the fence object says: who writes which generation (OB-2). `released` is set by a writer that ended in
/// order and writes no more.
record FenceRecord(WriterIdentity writer, GenerationId generation, boolean released) {
    /// A fence is a few hundred bytes; nothing larger is read.
    static final int MOST_BYTES = 64 << 10;

    byte[] encode() {
        JsonObject object = new JsonObject();
        object.addProperty("writer", writer.writer());
        object.addProperty("generation", generation.hex());
        object.addProperty("host", writer.host());
        object.addProperty("pid", writer.pid());
        object.addProperty("boot_id", writer.bootId());
        object.addProperty("since", writer.since().toString());
        if (released) {
            object.addProperty("released", true);
        }
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Optional<FenceRecord> decode(byte[] bytes) {
        try {
            JsonObject object = new JsonStreamParser(new String(bytes, StandardCharsets.UTF_8))
                    .next()
                    .getAsJsonObject();
            WriterIdentity writer = new WriterIdentity(
                    object.get("writer").getAsString(),
                    object.get("host").getAsString(),
                    object.get("pid").getAsLong(),
                    object.get("boot_id").getAsString(),
                    Instant.parse(object.get("since").getAsString()));
            GenerationId generation = new GenerationId(object.get("generation").getAsString());
            boolean released = object.has("released") && object.get("released").getAsBoolean();
            return Optional.of(new FenceRecord(writer, generation, released));
        } catch (JsonParseException
                | DateTimeException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | NoSuchElementException
                | NullPointerException e) {
            return Optional.empty();
        }
    }

    boolean isOf(WriterIdentity other) {
        return writer.writer().equals(other.writer());
    }

    /// For a person.
    String describe() {
        return "pid " + writer.pid() + " on " + writer.host() + ", since " + writer.since() + ", generation "
                + generation;
    }
}
