package dev.lifeboat.runbooks.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// Reading and writing of JSON trees. What is missing or of another kind is a [JsonParseException] that names the
/// key.
public final class Json {
    private static final Gson TREE = new Gson();

    private Json() {}

    public static String line(JsonElement json) {
        return json.toString();
    }

    public static String page(JsonElement json) {
        StringWriter text = new StringWriter();
        JsonWriter writer = new JsonWriter(text);
        writer.setIndent("  ");
        writer.setHtmlSafe(false);
        TREE.toJson(json, writer);
        return text + "\n";
    }

    public static JsonObject parse(String text) {
        JsonObject json = TREE.fromJson(text, JsonObject.class);
        if (json == null) {
            throw new JsonParseException("not a JSON object");
        }
        return json;
    }

    public static String text(JsonObject json, String key) {
        return need(json, key).getAsString();
    }

    public static Optional<String> maybe(JsonObject json, String key) {
        return json.has(key) && !json.get(key).isJsonNull()
                ? Optional.of(json.get(key).getAsString())
                : Optional.empty();
    }

    public static long number(JsonObject json, String key) {
        return need(json, key).getAsLong();
    }

    public static int integer(JsonObject json, String key) {
        return Math.toIntExact(number(json, key));
    }

    public static boolean flag(JsonObject json, String key) {
        return need(json, key).getAsBoolean();
    }

    public static JsonObject object(JsonObject json, String key) {
        JsonElement value = need(json, key);
        if (!value.isJsonObject()) {
            throw new JsonParseException("not an object: " + key);
        }
        return value.getAsJsonObject();
    }

    public static List<String> texts(JsonObject json, String key) {
        return StreamSupport.stream(need(json, key).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    public static <T> List<T> list(JsonObject json, String key, Function<JsonObject, T> reader) {
        return StreamSupport.stream(need(json, key).getAsJsonArray().spliterator(), false)
                .map(element -> reader.apply(element.getAsJsonObject()))
                .toList();
    }

    public static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    public static <T> JsonArray array(List<T> values, Function<T, JsonObject> writer) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(writer.apply(value)));
        return array;
    }

    private static JsonElement need(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            throw new JsonParseException("no " + key);
        }
        return value;
    }
}
