package dev.lifeboat.app.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Small help for JSON trees: what does not apply is null, never left out.
public final class Json {
    private Json() {}

    public static JsonElement text(Optional<?> value) {
        return value.<JsonElement>map(present -> new JsonPrimitive(present.toString()))
                .orElse(JsonNull.INSTANCE);
    }

    public static JsonElement number(OptionalLong value) {
        return value.isPresent() ? new JsonPrimitive(value.getAsLong()) : JsonNull.INSTANCE;
    }

    public static JsonArray texts(Collection<?> values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    public static <T> JsonArray array(Collection<T> values, Function<? super T, JsonObject> object) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(object.apply(value)));
        return array;
    }

    /// Eight hexadecimal digits or more, as in the names of objects.
    public static String hex(long number) {
        return String.format(Locale.ROOT, "%08x", number);
    }

    /// One line on stdout.
    public static void print(PrintWriter out, JsonElement element) {
        out.println(element);
        out.flush();
    }
}
