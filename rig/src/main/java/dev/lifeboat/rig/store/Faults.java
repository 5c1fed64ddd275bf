package dev.lifeboat.rig.store;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/// What the store does wrong from now on; everything is off in [#NONE]. Per mille values are of requests, and a seed
/// and the number of the request decide which ones, so that a run can be repeated.
///
/// - `errorPermille`: answered `errorStatus` before anything was done. `lostPermille`: applied, then the connection is
///   reset instead of an answer. `resetPermille`: reset after half of the body was read.
/// - `truncatedPermille`: a download whose connection ends in its middle. `shortPermille`: a download whose stated and
///   real length both lack the end.
/// - `staleMillis`: listings lack objects younger than that. `partialPermille`: listings lack each object with this
///   chance. `unordered`: listings in random order.
/// - `ignoresConditions`: conditional writes are always done. `isDenied`: 403 to everything.
/// - `latencyMillis` and up to `jitterMillis` more for each request; `bytesPerSecond` each way, 0
///   for no limit. `isBlackHole`: requests are read and never answered. `isAway`: connections are reset at once.
public record Faults(
        long seed,
        int errorPermille,
        int errorStatus,
        int lostPermille,
        int resetPermille,
        int truncatedPermille,
        int shortPermille,
        long staleMillis,
        int partialPermille,
        boolean unordered,
        boolean ignoresConditions,
        boolean isDenied,
        long latencyMillis,
        long jitterMillis,
        long bytesPerSecond,
        boolean isBlackHole,
        boolean isAway) {
    public static final Faults NONE =
            new Faults(1, 0, 503, 0, 0, 0, 0, 0, 0, false, false, false, 0, 0, 0, false, false);

    /// These faults with those that `text` names, separated by spaces or line ends: `latencyMillis=50 isAway=true`.
    public Faults with(String text) {
        Properties given = new Properties();
        try {
            given.load(new StringReader(text.replace(' ', '\n')));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> values = values();
        for (String name : given.stringPropertyNames()) {
            if (values.put(name, given.getProperty(name)) == null) {
                throw new IllegalArgumentException("no such fault: " + name);
            }
        }
        return of(values);
    }

    private static Faults of(Map<String, String> from) {
        Reader read = new Reader(from);
        return new Faults(
                read.number("seed"),
                read.count("errorPermille"),
                read.count("errorStatus"),
                read.count("lostPermille"),
                read.count("resetPermille"),
                read.count("truncatedPermille"),
                read.count("shortPermille"),
                read.number("staleMillis"),
                read.count("partialPermille"),
                read.flag("unordered"),
                read.flag("ignoresConditions"),
                read.flag("isDenied"),
                read.number("latencyMillis"),
                read.number("jitterMillis"),
                read.number("bytesPerSecond"),
                read.flag("isBlackHole"),
                read.flag("isAway"));
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (var component : Faults.class.getRecordComponents()) {
            try {
                values.put(
                        component.getName(),
                        String.valueOf(component.getAccessor().invoke(this)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }

    /// Whether the fault `kind` with this chance befalls request `number`.
    boolean befalls(String kind, int permille, long number) {
        long mixed = (seed * 0x9E3779B97F4A7C15L ^ number) * 0xBF58476D1CE4E5B9L + kind.hashCode();
        mixed = (mixed ^ mixed >>> 31) * 0x94D049BB133111EBL;
        return Math.floorMod(mixed ^ mixed >>> 29, 1000) < permille;
    }

    private record Reader(Map<String, String> from) {
        private String value(String name) {
            String value = from.get(name);
            if (value == null) {
                throw new IllegalStateException(name);
            }
            return value;
        }

        long number(String name) {
            return Long.parseLong(value(name));
        }

        int count(String name) {
            return Integer.parseInt(value(name));
        }

        boolean flag(String name) {
            return Boolean.parseBoolean(value(name));
        }
    }
}
