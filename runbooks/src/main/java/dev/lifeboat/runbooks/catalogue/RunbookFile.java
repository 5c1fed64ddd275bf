package dev.lifeboat.runbooks.catalogue;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.RunbookInfo;
import dev.lifeboat.runbooks.journal.Hash;
import dev.lifeboat.runbooks.run.StepId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the text of one runbook. Unknown keys, unknown steps and orders that would be unsafe are errors: a runbook
/// is a program with our rights (RB-9).
final class RunbookFile {
    /// A runbook is a page of text; more than that is something else.
    private static final int MAX_CHARS = 64 * 1024;

    private static final Set<String> KEYS = Set.of("id", "number", "title", "when", "lines");
    private static final Set<String> LINE_KEYS = Set.of("title", "steps");
    /// What must have come before a step that changes something.
    private static final Map<String, List<String>> BEFORE = Map.of(
            "quiet", List.of("stop"),
            "save", List.of("quiet"),
            "restore", List.of("choose"),
            "prove", List.of("restore"),
            "place", List.of("stop", "quiet", "save", "restore", "prove"),
            "start", List.of("stop"),
            "resume", List.of("stop"));

    private final String source;
    private final Set<String> knownSteps;

    RunbookFile(String source, Set<String> knownSteps) {
        this.source = source;
        this.knownSteps = knownSteps;
    }

    Runbook read(String text) {
        Map<?, ?> root = map(load(text), "the file");
        onlyKeys(root, KEYS);
        String id = text(root, "id");
        List<Runbook.Line> lines = lines(list(root, "lines"));
        checkOrder(lines);
        RunbookInfo info = new RunbookInfo(
                id,
                number(root),
                text(root, "title"),
                text(root, "when"),
                lines.stream().map(Runbook.Line::title).toList(),
                source,
                Hash.of(text));
        return new Runbook(info, lines);
    }

    private Object load(String text) {
        if (text.length() > MAX_CHARS) {
            throw wrong("longer than " + MAX_CHARS + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Object root = new Load(settings).loadFromString(text);
            if (root == null) {
                throw wrong("empty");
            }
            return root;
        } catch (YamlEngineException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<Runbook.Line> lines(List<?> items) {
        List<Runbook.Line> lines = new ArrayList<>();
        for (Object item : items) {
            Map<?, ?> line = map(item, "a line");
            onlyKeys(line, LINE_KEYS);
            List<StepId> steps = list(line, "steps").stream().map(this::step).toList();
            lines.add(new Runbook.Line(lines.size() + 1, text(line, "title"), steps));
        }
        return lines;
    }

    private StepId step(Object value) {
        String id = String.valueOf(value);
        if (!knownSteps.contains(id)) {
            throw wrong("unknown step " + id + "; steps: "
                    + String.join(", ", knownSteps.stream().sorted().toList()));
        }
        return new StepId(id);
    }

    private void checkOrder(List<Runbook.Line> lines) {
        Set<String> seen = new HashSet<>();
        for (Runbook.Line line : lines) {
            for (StepId step : line.steps()) {
                for (String need : BEFORE.getOrDefault(step.text(), List.of())) {
                    if (!seen.contains(need)) {
                        throw wrong("step " + step + " needs " + need + " before it");
                    }
                }
                if (!seen.add(step.text())) {
                    throw wrong("step " + step + " is there twice");
                }
            }
        }
    }

    private int number(Map<?, ?> map) {
        if (map.get("number") instanceof Integer number && number > 0) {
            return number;
        }
        throw wrong("number is not a whole number above zero");
    }

    private String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong("no text for " + key);
    }

    private List<?> list(Map<?, ?> map, String key) {
        if (map.get(key) instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw wrong("no list for " + key);
    }

    private Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(what + " is not a map");
    }

    private void onlyKeys(Map<?, ?> map, Set<String> known) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw wrong("unknown key " + key);
            }
        }
    }

    private ProblemException wrong(String why) {
        return new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "runbook " + source + ": " + why));
    }
}
