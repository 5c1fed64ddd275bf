package dev.lifeboat.app.output;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.backup.PlannedObject;
import dev.lifeboat.engine.restore.Forecast;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// What a restore would read, ask, take and need, as lines and as members of its JSON object.
final class PlannedRestore {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final double NANOS = 1e9;

    private PlannedRestore() {}

    /// By label, in the order in which they are shown.
    static Map<String, String> lines(Forecast.Possible forecast) {
        Map<String, String> lines = new LinkedHashMap<>();
        List<String> keys = keys(forecast);
        lines.put(
                "reads",
                Amounts.count(keys.size(), "object") + ", "
                        + Amounts.bytes(forecast.plan().readBytes()) + ", from "
                        + forecast.plan().history().location());
        lines.put("first", keys.getFirst());
        if (keys.size() > 1) {
            lines.put("last", keys.getLast());
        }
        if (keys.size() > 2) {
            lines.put("between", (keys.size() - 2) + " more, all listed with --json");
        }
        lines.put("requests", forecast.requests() + ", and the listings");
        lines.put(
                "time",
                span(forecast.expected()) + ", estimated from the first object: " + millis(forecast.latency())
                        + " a request" + rate(forecast.bytesPerSecond()));
        lines.put(
                "disk",
                "at least " + Amounts.bytes(forecast.neededBytes()) + " in " + forecast.directory() + "; "
                        + Amounts.bytes(forecast.left().freeBytes()) + " are free, "
                        + Amounts.bytes(forecast.left().reserveBytes()) + " of which stay in reserve");
        return lines;
    }

    private static String span(Duration expected) {
        return expected.compareTo(SHORTEST) < 0
                ? "less than " + Amounts.span(SHORTEST)
                : "about " + Amounts.span(expected);
    }

    private static String rate(OptionalLong bytesPerSecond) {
        return bytesPerSecond.isPresent()
                ? ", " + Amounts.bytes(bytesPerSecond.getAsLong()) + "/s"
                : "; it is too small to tell a rate";
    }

    private static String millis(Duration latency) {
        return String.format(Locale.ROOT, "%.1f ms", latency.toNanos() / 1e6);
    }

    /// `object` with the members of a plan.
    static JsonObject json(JsonObject object, Forecast.Possible forecast) {
        object.addProperty("read_bytes", forecast.plan().readBytes());
        object.addProperty("requests", forecast.requests());
        object.addProperty("estimated_seconds", seconds(forecast.expected()));
        object.addProperty("measured_request_seconds", seconds(forecast.latency()));
        object.addProperty(
                "measured_bytes_per_second",
                forecast.bytesPerSecond().isPresent()
                        ? forecast.bytesPerSecond().getAsLong()
                        : null);
        JsonObject disk = new JsonObject();
        disk.addProperty("directory", forecast.directory().toString());
        disk.addProperty("needed_bytes", forecast.neededBytes());
        disk.addProperty("free_bytes", forecast.left().freeBytes());
        disk.addProperty("reserve_bytes", forecast.left().reserveBytes());
        object.add("disk", disk);
        object.add("objects", Json.texts(keys(forecast)));
        return object;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static List<String> keys(Forecast.Possible forecast) {
        return forecast.plan().objects().stream().map(PlannedObject::key).toList();
    }
}
