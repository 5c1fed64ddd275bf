package dev.lifeboat.engine.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tables, indexes, triggers and views of a database: "table orders" to the statement that made it. What SQLite
/// makes by itself (`sqlite_…`) is left out: statistics come and go without anybody changing the schema. `known` is
/// false where it could not be read.
public record Schema(boolean known, SortedMap<String, String> objects) {
    public Schema {
        objects = new TreeMap<>(objects);
    }

    public static Schema unknown() {
        return new Schema(false, new TreeMap<>());
    }

    /// SHA-256 over all objects in order, as hex.
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, String> each : objects.entrySet()) {
                // A NUL cannot be in a name or a statement, so no two schemas give the same bytes.
                digest.update((each.getKey() + '\0' + each.getValue() + '\0').getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What this has, has not, or has otherwise than `other`: "index by_name removed". Empty where both are alike.
    public List<String> differencesFrom(Schema other) {
        List<String> lines = new ArrayList<>();
        other.objects.keySet().stream()
                .filter(name -> !objects.containsKey(name))
                .forEach(name -> lines.add(name + " removed"));
        objects.forEach((name, sql) -> {
            String was = other.objects.get(name);
            if (was == null) {
                lines.add(name + " added");
            } else if (!was.equals(sql)) {
                lines.add(name + " changed");
            }
        });
        return List.copyOf(lines);
    }
}
