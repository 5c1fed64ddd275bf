package dev.lifeboat.app.expose;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Metrics in Prometheus' text format 0.0.4: families in the order of their first sample, each with help and type,
/// all its samples together, label values escaped.
final class Exposition {
    private final Map<String, Family> families = new LinkedHashMap<>();

    private record Family(String type, String help, List<String> samples) {}

    /// One label of a sample.
    record Label(String name, String value) {}

    /// A value that goes up and down.
    void gauge(String name, String help, double value, Label... labels) {
        add(name, "gauge", help, value, labels);
    }

    /// A value that only grows while the process lives.
    void counter(String name, String help, double value, Label... labels) {
        add(name, "counter", help, value, labels);
    }

    private void add(String name, String type, String help, double value, Label... labels) {
        families.computeIfAbsent(name, fresh -> new Family(type, help, new ArrayList<>()))
                .samples()
                .add(name + text(labels) + " " + text(value));
    }

    private static String text(Label... labels) {
        if (labels.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        for (Label label : labels) {
            text.append(text.length() == 1 ? "" : ",").append(label.name()).append("=\"");
            text.append(escaped(label.value())).append('"');
        }
        return text.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String text(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(4096);
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.type())
                    .append('\n');
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.toString();
    }
}
