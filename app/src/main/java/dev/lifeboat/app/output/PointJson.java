package dev.lifeboat.app.output;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.engine.backup.RestorePoint;
import java.util.List;

/// A restore point as JSON (product.md 3).
public final class PointJson {
    /// The name of the layout of Litestream 0.3 in JSON.
    public static final String GENERATIONS = "generations";

    private PointJson() {}

    public static JsonObject of(RestorePoint point, List<String> events) {
        JsonObject object = new JsonObject();
        object.addProperty("id", point.id());
        object.addProperty("format", GENERATIONS);
        object.addProperty("generation", point.position().generation().toString());
        object.addProperty("index", Json.hex(point.position().index()));
        object.addProperty("offset", Json.hex(point.position().offset()));
        object.add("txid", JsonNull.INSTANCE);
        object.addProperty("time", point.time().toString());
        object.addProperty("time_source", point.timeSource().id());
        object.addProperty("size_bytes", point.sizeBytes());
        object.add("events", Json.texts(events));
        return object;
    }
}
