package dev.lifeboat.app.output;

import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.RunView.Line;
import dev.lifeboat.runbooks.RunView.LineState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells a run as lines, each once: steps as they begin and end, evidence as it comes, and the question it
/// waits with.
public final class RunPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<LineState, String> WORDS = words();
    private static final int LABEL_CELLS = 8;
    /// A check of a damaged file can answer with a hundred lines.
    private static final int LINES_SHOWN = 4;

    private final PrintWriter out;
    private final Set<String> told = new HashSet<>();
    private int evidenceTold;

    /// Something to tell, once. Of things at one moment a step's beginning comes before its evidence and that
    /// before its end.
    private record Item(Instant at, int line, int rank, String text) {
        static final Comparator<Item> ORDER =
                Comparator.comparing(Item::at).thenComparingInt(Item::line).thenComparingInt(Item::rank);
    }

    public RunPrinter(PrintWriter out) {
        this.out = out;
    }

    public synchronized void accept(RunView view) {
        List<Item> items = new ArrayList<>();
        view.lines().forEach(line -> {
            begun(line).ifPresent(items::add);
            ended(line).ifPresent(items::add);
        });
        int known = Math.min(evidenceTold, view.evidence().size());
        for (Evidence each : view.evidence().subList(known, view.evidence().size())) {
            items.add(new Item(each.at(), each.line(), 1, mark(each) + each.text()));
        }
        evidenceTold = view.evidence().size();
        items.stream().sorted(Item.ORDER).forEach(this::say);
        out.flush();
    }

    /// The question that the run waits with.
    public synchronized void question(RunView view) {
        view.question().ifPresent(this::question);
        out.flush();
    }

    private Optional<Item> begun(Line line) {
        return line.startedAt()
                .filter(_ -> told.add("begin " + line.number()))
                .map(at -> new Item(at, line.number(), 0, line.title().toLowerCase(Locale.ROOT)));
    }

    private Optional<Item> ended(Line line) {
        return Optional.ofNullable(WORDS.get(line.state()))
                .flatMap(word -> line.endedAt().map(at -> new Item(at, line.number(), 2, word + took(line, at))))
                .filter(_ -> told.add(line.state() + " " + line.number()));
    }

    private static String took(Line line, Instant end) {
        return line.startedAt()
                .map(start -> " in " + Amounts.span(Duration.between(start, end)))
                .orElse("");
    }

    private void question(Question question) {
        out.println();
        out.println("Question " + question.number() + ": " + SafeText.of(question.title()));
        for (Fact fact : question.lines()) {
            out.println("  " + labelled(fact));
        }
        question.choices().forEach(choice -> out.println("  - " + choice.id() + ": " + SafeText.of(choice.label())));
        question.nameToType().ifPresent(name -> out.println("  Goes on only with the name: " + SafeText.of(name)));
    }

    static String labelled(Fact fact) {
        String label = SafeText.of(fact.label());
        return label + " ".repeat(Math.max(1, LABEL_CELLS - label.length())) + SafeText.of(fact.text());
    }

    private void say(Item item) {
        String head = TIME.format(item.at()) + " step " + item.line() + " ";
        List<String> lines = item.text().lines().toList();
        for (String line : lines.subList(0, Math.min(lines.size(), LINES_SHOWN))) {
            out.println(head + SafeText.of(line));
            head = " ".repeat(head.length());
        }
        if (lines.size() > LINES_SHOWN) {
            out.println(head + (lines.size() - LINES_SHOWN) + " more lines in the report");
        }
    }

    private static String mark(Evidence evidence) {
        return switch (evidence.kind()) {
            case FACT -> "";
            case WARNING -> "! ";
            case PROBLEM -> "X ";
        };
    }

    private static Map<LineState, String> words() {
        Map<LineState, String> words = new EnumMap<>(LineState.class);
        words.put(LineState.DONE, "done");
        words.put(LineState.PARTLY, "done in part");
        words.put(LineState.FAILED, "FAILED");
        words.put(LineState.SKIPPED, "left out");
        words.put(LineState.UNDONE, "taken back");
        return words;
    }
}
