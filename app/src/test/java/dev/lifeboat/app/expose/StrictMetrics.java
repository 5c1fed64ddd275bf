package dev.lifeboat.app.expose;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Prometheus' text format 0.0.4 and accepts nothing that its description does not: help, then type, then all
/// samples of a family together, no sample twice, counters never negative.
final class StrictMetrics {
    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ([^\\\\\\n]|\\\\\\\\|\\\\n)+");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL + ")*})? (-?[0-9]+(?:\\.[0-9]+)?)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> families = new HashSet<>();
    private String helped = "";
    private String family = "";
    private String type = "";

    /// Sample, as it is written, to value.
    static Map<String, Double> parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        StrictMetrics metrics = new StrictMetrics();
        text.lines().forEach(metrics::line);
        return metrics.samples;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher typed = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            require(families.add(help.group(1)), "family begins twice", line);
            helped = help.group(1);
        } else if (typed.matches()) {
            require(typed.group(1).equals(helped), "type without help", line);
            family = helped;
            type = typed.group(2);
        } else {
            require(sample.matches(), "not a line of the format", line);
            require(sample.group(1).equals(family), "sample outside of its family", line);
            double value = Double.parseDouble(sample.group(3));
            require(type.equals("gauge") || value >= 0, "counter below 0", line);
            String name = line.substring(0, line.lastIndexOf(' '));
            require(samples.put(name, value) == null, "sample given twice", line);
        }
    }

    private static void require(boolean holds, String what, String line) {
        if (!holds) {
            throw new AssertionError(what + ": " + line);
        }
    }
}
