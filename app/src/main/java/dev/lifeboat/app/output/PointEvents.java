package dev.lifeboat.app.output;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.backup.Gap;
import dev.lifeboat.engine.timeline.Moment;
import dev.lifeboat.engine.timeline.PointEvent;
import java.util.Optional;

/// What happened at a restore point, in words and as JSON. The words are the same in both.
final class PointEvents {
    private PointEvents() {}

    static String word(PointEvent event) {
        return switch (event) {
            case PointEvent.Snapshot _ -> "snapshot";
            case PointEvent.GapBefore _, PointEvent.Behind _, PointEvent.GapBehind _ -> "gap";
            case PointEvent.SchemaChange _ -> "schema";
            case PointEvent.SizeJump _ -> "size";
            case PointEvent.MuchFreed _ -> "freed";
        };
    }

    static JsonObject json(Moment moment, PointEvent event) {
        JsonObject object = new JsonObject();
        object.addProperty("event", word(event));
        switch (event) {
            case PointEvent.Snapshot _ ->
                object.addProperty("point", moment.point().id());
            case PointEvent.GapBefore(Gap gap, Optional<PointId> before) ->
                gap(object, gap, "before", before.map(PointId::text));
            case PointEvent.Behind(Gap gap, Optional<PointId> before) ->
                gap(object, gap, "before", before.map(PointId::text));
            case PointEvent.GapBehind(Gap gap) ->
                gap(object, gap, "behind", Optional.of(moment.point().id()));
            case PointEvent.SchemaChange(PointId before, PointId at, long oldCookie, long newCookie) -> {
                object.addProperty("point", at.text());
                object.addProperty("point_before", before.text());
                object.addProperty("cookie_before", oldCookie);
                object.addProperty("cookie_after", newCookie);
            }
            case PointEvent.MuchFreed(PointId before, PointId at, long freed, long bytes) -> {
                object.addProperty("point", at.text());
                object.addProperty("point_before", before.text());
                object.addProperty("bytes_freed", freed);
                object.addProperty("bytes", bytes);
            }
            case PointEvent.SizeJump(PointId before, PointId at, long oldBytes, long newBytes) -> {
                object.addProperty("point", at.text());
                object.addProperty("point_before", before.text());
                object.addProperty("bytes_before", oldBytes);
                object.addProperty("bytes_after", newBytes);
            }
        }
        return object;
    }

    /// `side`: where the gap lies, as seen from the point.
    private static void gap(JsonObject object, Gap gap, String side, Optional<String> before) {
        object.add("point_before", Json.text(before));
        object.addProperty("side", side);
        object.addProperty("key", gap.key());
        object.addProperty("reason", gap.reason());
        object.addProperty("missing", gap.missing());
    }
}
