package dev.lifeboat.app.config;

import dev.lifeboat.engine.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of a configuration. Asking for a key makes it known; `finish` names those that nobody asked
/// for.
///
/// Scalars are taken as they are written, so that `0640` stays four digits and `yes` is a yes as in YAML 1.1,
/// which Litestream reads.
final class Section {
    private final String name;
    private final Place place;
    private final Source source;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private record Entry(Place place, Node value) {}

    private Section(String name, MappingNode node, Source source) {
        this.name = name;
        this.place = source.place(node);
        this.source = source;
        node.getValue().forEach(this::add);
    }

    /// The mapping that `node` is; anything else is an error and reads as an empty one.
    static Section of(String name, Node node, Source source) {
        if (node instanceof MappingNode mapping) {
            return new Section(name, mapping, source);
        }
        if (!isNull(node)) {
            source.findings().error(source.place(node), name + " must be a mapping of keys to values");
        }
        return new Section(name, new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK), source);
    }

    private void add(NodeTuple tuple) {
        Place at = source.place(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            source.findings().error(at, "a key in " + name + " is not a word");
            return;
        }
        if (key.getValue().equals("<<")) {
            merge(tuple.getValueNode());
            return;
        }
        if (entries.put(key.getValue(), new Entry(at, tuple.getValueNode())) != null) {
            source.strict(at, "key '" + key.getValue() + "' is given twice in " + name);
        }
    }

    private void merge(Node value) {
        List<? extends Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        for (Node each : sources) {
            if (each instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key) {
                        entries.putIfAbsent(key.getValue(), new Entry(source.place(key), tuple.getValueNode()));
                    }
                }
            }
        }
    }

    Place place() {
        return place;
    }

    Place placeOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.place();
    }

    boolean has(String key) {
        return entry(key).isPresent();
    }

    Optional<String> text(String key) {
        return entry(key).flatMap(entry -> scalar(key, entry)).filter(text -> !text.isEmpty());
    }

    Optional<Secret> secret(String key) {
        return text(key).map(Secret::new);
    }

    boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on", "y" -> true;
                    case "false", "no", "off", "n" -> false;
                    default -> {
                        error(key, "'" + key + "' must be true or false, not '" + text + "'");
                        yield otherwise;
                    }
                })
                .orElse(otherwise);
    }

    OptionalInt number(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException e) {
            error(key, "'" + key + "' must be a whole number, not '" + text.get() + "'");
            return OptionalInt.empty();
        }
    }

    Duration duration(String key, Duration otherwise) {
        return duration(key).orElse(otherwise);
    }

    Optional<Duration> duration(String key) {
        Optional<String> text = text(key);
        Optional<Duration> duration = text.flatMap(GoDuration::parse);
        if (text.isPresent() && duration.isEmpty()) {
            error(key, "'" + key + "' must be a duration such as 300ms, 10s, 1h30m or 7d, not '" + text.get() + "'");
        }
        return duration;
    }

    Optional<Section> section(String key) {
        return entry(key).filter(entry -> !isNull(entry.value())).map(entry -> of(path(key), entry.value(), source));
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Node node : list(key)) {
            sections.add(of(path(key) + "[" + sections.size() + "]", node, source));
        }
        return sections;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node node : list(key)) {
            if (node instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                source.findings().error(source.place(node), "an entry of '" + key + "' must be a single value");
            }
        }
        return texts;
    }

    /// Whether the value of a key is a single word instead of a mapping or a list.
    boolean isScalar(String key) {
        return entry(key).filter(entry -> entry.value() instanceof ScalarNode).isPresent();
    }

    /// Keys that belong here and have no effect in this build; where one is set, that is noted.
    void withoutEffect(String... keys) {
        for (String key : keys) {
            if (has(key)) {
                source.findings().note(placeOf(key), "'" + key + "' has no effect in this build");
            }
        }
    }

    /// The same with a reason.
    void withoutEffectBecause(String why, String... keys) {
        for (String key : keys) {
            if (has(key)) {
                source.findings().note(placeOf(key), "'" + key + "' has no effect: " + why);
            }
        }
    }

    void warning(String key, String text) {
        source.findings().warning(entries.containsKey(key) ? valuePlace(key) : place, text);
    }

    void error(String key, String text) {
        source.findings().error(entries.containsKey(key) ? valuePlace(key) : place, text);
    }

    /// Names the keys that nobody asked for.
    void finish() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                String hint = NearestKey.to(key, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                source.strict(entry.place(), "unknown key '" + key + "' in " + name + hint);
            }
        });
    }

    private Place valuePlace(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : source.place(entry.value());
    }

    private Optional<Entry> entry(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    private Optional<String> scalar(String key, Entry entry) {
        if (isNull(entry.value())) {
            return Optional.empty();
        }
        if (entry.value() instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        error(key, "'" + key + "' must be a single value");
        return Optional.empty();
    }

    private List<? extends Node> list(String key) {
        Optional<Node> node = entry(key).map(Entry::value).filter(value -> !isNull(value));
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        error(key, "'" + key + "' must be a list");
        return List.of();
    }

    private String path(String key) {
        return name.equals(Source.TOP) ? key : name + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
