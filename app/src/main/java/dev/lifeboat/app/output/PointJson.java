package dev.lifeboat.app.output;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.timeline.Moment;
import java.util.List;

/// A restore point as JSON (product.md 3): `events` are words, and `details` says more of each, in the same order.
public final class PointJson {
    /// The name of the layout of Litestream 0.3 in JSON.
    public static final String GENERATIONS = "generations";

    /// The name of the format of Litestream 0.5 in JSON.
    public static final String LTX = "ltx";

    private PointJson() {}

    static String format(PointId place) {
        return switch (place) {
            case Position _ -> GENERATIONS;
            case Txid _ -> LTX;
        };
    }

    public static JsonObject of(Moment moment) {
        RestorePoint point = moment.point();
        JsonObject object = new JsonObject();
        object.addProperty("id", point.id());
        object.addProperty("format", format(point.place()));
        for (String place : List.of("generation", "index", "offset", "txid")) {
            object.add(place, JsonNull.INSTANCE);
        }
        switch (point.place()) {
            case Position position -> {
                object.addProperty("generation", position.generation().toString());
                object.addProperty("index", Json.hex(position.index()));
                object.addProperty("offset", Json.hex(position.offset()));
            }
            case Txid txid -> object.addProperty("txid", txid.toString());
        }
        object.addProperty("time", point.time().toString());
        object.addProperty("time_source", point.timeSource().id());
        object.addProperty("size_bytes", point.sizeBytes());
        object.add(
                "events",
                Json.texts(moment.events().stream().map(PointEvents::word).toList()));
        object.add("details", Json.array(moment.events(), event -> PointEvents.json(moment, event)));
        return object;
    }
}
