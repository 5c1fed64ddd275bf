package dev.lifeboat.app.output;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.timeline.Moment;
import dev.lifeboat.engine.timeline.PointEvent;

/// What happened at a restore point, in words and as JSON. The words are the same in both.
final class PointEvents {
    private PointEvents() {}

    static String word(PointEvent event) {
        return switch (event) {
            case PointEvent.Snapshot _ -> "snapshot";
            case PointEvent.GapBefore _, PointEvent.GapBehind _ -> "gap";
            case PointEvent.SchemaChange _ -> "schema";
            case PointEvent.SizeJump _ -> "size";
        };
    }

    static JsonObject json(Moment moment, PointEvent event) {
        JsonObject object = new JsonObject();
        object.addProperty("event", word(event));
        switch (event) {
            case PointEvent.Snapshot _ ->
                object.addProperty("point", moment.point().id());
            case PointEvent.GapBefore(Gap gap) -> gap(object, gap, "before");
            case PointEvent.GapBehind(Gap gap) -> gap(object, gap, "behind");
            case PointEvent.SchemaChange(var at, long before, long after) -> {
                object.addProperty("point", at.text());
                object.addProperty("cookie_before", before);
                object.addProperty("cookie_after", after);
            }
            case PointEvent.SizeJump(var at, long before, long after) -> {
                object.addProperty("point", at.text());
                object.addProperty("bytes_before", before);
                object.addProperty("bytes_after", after);
            }
        }
        return object;
    }

    /// `side`: where the gap lies, as seen from the point.
    private static void gap(JsonObject object, Gap gap, String side) {
        object.addProperty("side", side);
        object.addProperty("key", gap.key());
        object.addProperty("reason", gap.reason());
        object.addProperty("missing", gap.missing());
    }
}
