package dev.lifeboat.rig;

import java.util.HashMap;
import java.util.Map;

/// The arguments of a process of the rig: `--name value` pairs. A name without value is a flag; what is not named has
/// the default that the reader gives.
public final class Arguments {
    private final Map<String, String> values = new HashMap<>();

    private Arguments() {}

    public static Arguments of(String... arguments) {
        Arguments parsed = new Arguments();
        for (int at = 0; at < arguments.length; at++) {
            String name = arguments[at];
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException("not an option: " + name);
            }
            boolean hasValue = at + 1 < arguments.length && !arguments[at + 1].startsWith("--");
            parsed.values.put(name.substring(2), hasValue ? arguments[++at] : "true");
        }
        return parsed;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    public long number(String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    public int count(String name, int otherwise) {
        return Math.toIntExact(number(name, otherwise));
    }
}
